//! A record as a conversation, whatever its format: what the rules share, so that they agree on what is a message.
//!
//! Invariant: `messages` has an entry for each item of the list, in order; only entries whose role is known carry one.

use std::borrow::Cow;
use std::cell::OnceCell;

use tunesmith_core::Role;
use tunesmith_core::format::{Format, Look, detect, format};

use crate::dataset::ContentKinds;
use crate::fingerprint;
use crate::json::{Kind, Value};
use crate::record::Record;
use crate::suspicion::{Suspect, suspects};

/// How a record keeps its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Objects with `role` and `content` under `messages`: the openai shape and its dialects.
    Chat,
    /// The same for what comes before two endings: `input.messages`, or a list under `prompt`.
    Preference,
    /// Objects with `role` and `parts` under `contents`.
    Contents,
    /// Objects with `from` and `value` under `conversations`.
    Turns,
    /// Strings under keys of their own: a prompt or instruction, and what answers it.
    Fields,
    /// Not known.
    Unknown,
}

/// A record that is an object, seen as a conversation.
pub(crate) struct Conversation<'a> {
    /// The record.
    pub(crate) root: Value<'a>,
    /// Its format, told by its keys.
    pub(crate) format: Option<&'static Format>,
    /// How it keeps its messages.
    pub(crate) shape: Shape,
    /// The list of messages, if it is one; for a preference pair what comes before the endings.
    pub(crate) list: Option<Value<'a>>,
    /// Instructions that stand beside the list: `system`, `systemInstruction`.
    pub(crate) system: Option<Value<'a>>,
    /// The items of the list, or the fields that stand for them.
    pub(crate) messages: Vec<Message<'a>>,
    /// The endings of a preference pair, the better one first.
    pub(crate) endings: Vec<Ending<'a>>,
    /// The tool definitions, whatever they are.
    pub(crate) tools: Option<Value<'a>>,
    /// What [`Conversation::suspects`] found.
    suspects: OnceCell<Vec<Suspect<'a>>>,
}

/// One of the two endings of a preference pair.
pub(crate) struct Ending<'a> {
    /// The value under its key: a list, an object or a string.
    pub(crate) value: Value<'a>,
    /// The messages in it.
    pub(crate) messages: Vec<Message<'a>>,
}

/// One message.
#[derive(Clone)]
pub(crate) struct Message<'a> {
    /// The item of the list, or the field.
    pub(crate) value: Value<'a>,
    /// Who speaks, if that is said in a way we know.
    pub(crate) role: Option<Role>,
    /// What is said, if the key for it is there: a string, a list of parts, or something wrong.
    pub(crate) content: Option<Value<'a>>,
}

/// A call in a message, as far as it is understood.
pub(crate) struct Call<'a> {
    pub(crate) value: Value<'a>,
    /// Its id, if it is a string.
    pub(crate) id: Option<Cow<'a, str>>,
}

impl<'a> Conversation<'a> {
    /// Takes the record apart, unless it is no object or its shape is in doubt.
    pub(crate) fn read(record: &'a Record<'_>) -> Option<Self> {
        record.object().map(Self::of)
    }

    /// Takes an object apart, which may have been cut off.
    pub(crate) fn of(root: Value<'a>) -> Self {
        let format = detect(&root);
        let mut read = Self {
            root,
            format,
            shape: Shape::Unknown,
            list: None,
            system: root.get_some("system"),
            messages: Vec::new(),
            endings: Vec::new(),
            tools: root
                .get_some("tools")
                .or_else(|| root.get_some("available_tools")),
            suspects: OnceCell::new(),
        };
        read.take_messages();
        read.take_prompt_of_parts();
        read
    }

    /// Whether messages are, or should be, objects with `role` and `content`.
    pub(crate) fn is_chat(&self) -> bool {
        let from = |message: &Message<'_>| message.value.get("from").is_some();
        match self.shape {
            Shape::Chat => self.list.is_some(),
            // Why: what comes before two endings may be turns that are `from` someone.
            Shape::Preference => self.list.is_some() && !self.messages.iter().any(from),
            _ => false,
        }
    }

    /// The format's name; empty if it is not known.
    pub(crate) fn format_name(&self) -> &'static str {
        self.format.map_or("", |format| format.name)
    }

    /// Whether it is one for reinforcement: it ends with a question, and what else it has is for graders.
    pub(crate) fn is_reinforcement(&self) -> bool {
        if self.format_name() == "openai-reinforcement" {
            return true;
        }
        const TRAINING: [&str; 8] = [
            "messages",
            "tools",
            "parallel_tool_calls",
            "functions",
            "interactions",
            "available_tools",
            "prompt",
            "completion",
        ];
        let open = self.shape == Shape::Chat
            && self.messages.last().is_some_and(|last| {
                let assistant = |message: &Message<'_>| message.role == Some(Role::Assistant);
                let unknown = |message: &Message<'_>| message.role.is_none();
                last.role == Some(Role::User)
                    || !self.messages.iter().any(|m| assistant(m) || unknown(m))
            });
        open && self.root.get("messages").is_some()
            && self
                .root
                .children()
                .any(|member| !TRAINING.contains(&&*member.key()))
    }

    /// The name of the format: as detected, else as the shape suggests it; empty where neither is certain.
    pub(crate) fn likely_format(&self) -> &'static str {
        if let Some(format) = self.format {
            return format.name;
        }
        let has = |key: &str| self.root.get_some(key).is_some();
        let text = |key: &str| {
            let value = self.root.get(key);
            value.is_some_and(|value| value.kind() == Kind::String)
        };
        match self.shape {
            Shape::Preference if has("input") && !self.endings.is_empty() => "openai-preference",
            Shape::Turns if self.list.is_some_and(|list| !list.is_empty()) => "sharegpt",
            Shape::Contents => "gemini",
            Shape::Chat if has("interactions") => "mistral",
            Shape::Fields if has("messages") => "",
            Shape::Fields if text("instruction") && text("output") => "alpaca",
            Shape::Fields if text("prompt") && text("completion") => "prompt-completion",
            Shape::Fields if text("text") && self.messages.len() == 1 => "text",
            _ => "",
        }
    }

    /// The texts that some rule about what is said may have something to say about; found once, for all of these rules.
    pub(crate) fn suspects(&self) -> &[Suspect<'a>] {
        self.suspects.get_or_init(|| suspects(self))
    }

    /// Which keys the record has, as a hash that knows neither order nor repetition; never 0.
    pub(crate) fn keys(&self) -> u64 {
        let mut hashes: Vec<u64> = self
            .root
            .children()
            .map(|member| fingerprint::short(member.key().as_bytes()))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        let sum = hashes.into_iter().fold(0, u64::wrapping_add);
        sum.max(1)
    }

    /// How the items of `messages` keep their content.
    pub(crate) fn content_kinds(&self) -> ContentKinds {
        let mut kinds = ContentKinds::default();
        if self.list.is_some_and(|list| list.key() == "messages") {
            for content in self.messages.iter().filter_map(|message| message.content) {
                kinds.text |= content.kind() == Kind::String;
                kinds.parts |= content.kind() == Kind::Array;
            }
        }
        kinds
    }

    /// All messages, those of the endings included.
    pub(crate) fn all_messages(&self) -> impl Iterator<Item = &Message<'a>> {
        let endings = self.endings.iter().flat_map(|ending| &ending.messages);
        self.messages.iter().chain(endings)
    }

    fn take_messages(&mut self) {
        let root = self.root;
        let list = |holder: Value<'a>, key: &str| {
            holder.get(key).filter(|value| value.kind() == Kind::Array)
        };
        if let Some(input) = root
            .get("input")
            .filter(|input| input.kind() == Kind::Object)
        {
            self.shape = Shape::Preference;
            self.list = list(input, "messages");
            self.tools = input.get_some("tools");
            self.take_endings(["preferred_output", "preferred_completion"]);
            self.take_endings(["non_preferred_output", "non_preferred_completion"]);
        } else if root.get("chosen").is_some() || root.get("rejected").is_some() {
            self.shape = Shape::Preference;
            self.list = list(root, "prompt").or_else(|| list(root, "conversations"));
            if self.list.is_none() {
                self.take_fields();
            }
            self.take_endings(["chosen", "chosen"]);
            self.take_endings(["rejected", "rejected"]);
        } else if let Some(found) = ["messages", "interactions"]
            .iter()
            .find_map(|key| list(root, key))
        {
            self.shape = Shape::Chat;
            self.list = Some(found);
        } else if let Some(found) = list(root, "contents") {
            self.shape = Shape::Contents;
            self.list = Some(found);
            self.system = ["systemInstruction", "system_instruction"]
                .iter()
                .find_map(|key| root.get_some(key));
        } else if let Some(found) =
            list(root, "conversations").or_else(|| list(root, "conversation"))
        {
            self.shape = Shape::Turns;
            self.list = Some(found);
        } else if let Some(found) = list(root, "prompt").filter(|list| !is_parts(*list)) {
            self.shape = Shape::Chat;
            self.list = Some(found);
            let completion = list(root, "completion").into_iter();
            self.messages = read_list(found, self.shape);
            self.messages
                .extend(completion.flat_map(|list| read_list(list, Shape::Chat)));
            return;
        } else {
            self.take_fields();
            if !self.messages.is_empty() {
                self.shape = Shape::Fields;
            }
            return;
        }
        if let Some(list) = self.list {
            self.messages = read_list(list, self.shape);
        }
    }

    /// Formats whose record is a handful of strings.
    fn take_fields(&mut self) {
        // Why: in this order a prompt comes before what answers it.
        const FIELDS: [(&str, Role); 11] = [
            ("system", Role::System),
            ("prompt", Role::User),
            ("instruction", Role::User),
            ("query", Role::User),
            ("input", Role::User),
            ("completion", Role::Assistant),
            ("output", Role::Assistant),
            ("response", Role::Assistant),
            ("chosen_response", Role::Assistant),
            ("rejected_response", Role::Assistant),
            ("text", Role::Assistant),
        ];
        for (key, role) in FIELDS {
            let says = |value: &Value<'_>| {
                let parts = matches!(key, "prompt" | "completion") && is_parts(*value);
                value.kind() == Kind::String || parts
            };
            if let Some(value) = self.root.get(key).filter(says) {
                self.messages.push(Message {
                    value,
                    role: Some(role),
                    content: Some(value),
                });
            }
        }
    }

    /// Parts under `prompt` or `completion` are what a string would be; a list of messages is another format.
    fn take_prompt_of_parts(&mut self) {
        let said = |key| {
            let value = self.root.get(key);
            value.is_some_and(|value| value.kind() == Kind::String || is_parts(value))
        };
        if self.format_name() == "trl-prompt-completion" && said("prompt") && said("completion") {
            self.format = format("prompt-completion");
        }
    }

    fn take_endings(&mut self, keys: [&str; 2]) {
        let Some(value) = keys.iter().find_map(|key| self.root.get(key)) else {
            return;
        };
        let messages = match value.kind() {
            Kind::Array => read_list(value, self.shape),
            Kind::Object => vec![Message::read(value, self.shape)],
            Kind::String => vec![Message {
                value,
                role: Some(Role::Assistant),
                content: Some(value),
            }],
            _ => Vec::new(),
        };
        self.endings.push(Ending { value, messages });
    }

    /// Hashes of what is asked and what is answered; 0 where there is no such thing.
    pub(crate) fn prompt_and_answer(&self) -> (u64, u64) {
        let answered = self
            .messages
            .iter()
            .rposition(|message| message.role == Some(Role::Assistant));
        let Some(last) = answered.filter(|last| *last > 0 && self.endings.is_empty()) else {
            return (0, 0);
        };
        // Why: a list of tools or instructions beside the messages is part of what is asked.
        let beside = [self.system, self.tools];
        let beside = beside.into_iter().flatten().fold(0, |sum: u128, value| {
            sum.wrapping_add(fingerprint::value(value))
        });
        let before = self.messages[..last]
            .iter()
            .fold(fingerprint::LIST.wrapping_add(beside), |list, message| {
                fingerprint::item(list, fingerprint::value(message.value))
            });
        let answer = fingerprint::value(self.messages[last].value);
        (fingerprint::fold(before), fingerprint::fold(answer))
    }
}

/// Whether it is a list of parts, which have a type, and not of messages, which have a role.
fn is_parts(value: Value<'_>) -> bool {
    let part = |item: Value<'_>| item.get("type").is_some() && item.get("role").is_none();
    value.kind() == Kind::Array && !value.is_empty() && value.children().all(part)
}

pub(crate) fn read_list(list: Value<'_>, shape: Shape) -> Vec<Message<'_>> {
    list.children()
        .map(|item| Message::read(item, shape))
        .collect()
}

impl<'a> Message<'a> {
    fn read(value: Value<'a>, shape: Shape) -> Self {
        let chat =
            shape == Shape::Chat || value.get("role").is_some() && shape == Shape::Preference;
        let (name, content) = if chat {
            (value.get("role"), value.get("content"))
        } else {
            let keys = |keys: [&str; 3]| keys.iter().find_map(|key| value.get(key));
            (
                keys(["from", "role", "role"]),
                keys(["value", "parts", "content"]),
            )
        };
        let name = name.and_then(Value::text);
        let role = name.and_then(|name| role(&name, chat));
        Self {
            value,
            role,
            content,
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        self.value.kind() == Kind::Object
    }

    /// Each text of the content with its value: the string itself, or the `text` of its parts.
    pub(crate) fn texts(&self) -> Vec<(Value<'a>, Cow<'a, str>)> {
        let Some(content) = self.content else {
            return Vec::new();
        };
        let with_text = |value: Value<'a>| Some((value, value.text()?));
        match content.kind() {
            Kind::String => with_text(content).into_iter().collect(),
            Kind::Array => content
                .children()
                .filter_map(|part| part.get("text").and_then(with_text))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The parts that are images, with what stands under `image_url`.
    pub(crate) fn images(&self) -> impl Iterator<Item = (Value<'a>, Option<Value<'a>>)> {
        let parts = self.content.filter(|content| content.kind() == Kind::Array);
        let parts = parts.into_iter().flat_map(Value::children);
        parts.filter_map(|part| {
            let kind = part.get("type")?.text()?;
            (kind == "image_url").then(|| (part, part.get("image_url")))
        })
    }

    /// Whether the message is of this role.
    pub(crate) fn is(&self, role: &Role) -> bool {
        self.role.as_ref() == Some(role)
    }

    /// The items under `tool_calls` of an assistant message; nothing where there is no list.
    pub(crate) fn calls(&self) -> impl Iterator<Item = Call<'a>> {
        let list = self
            .value
            .get("tool_calls")
            .filter(|_| self.role == Some(Role::Assistant));
        let list = list.filter(|list| list.kind() == Kind::Array);
        list.into_iter().flat_map(Value::children).map(|value| {
            let id = value.get("id").and_then(Value::text);
            Call { value, id }
        })
    }
}

/// The role a name stands for; outside the chat shape the words of other formats count too.
fn role(name: &str, chat: bool) -> Option<Role> {
    match (name, Role::from_name(name)) {
        ("human", _) if !chat => Some(Role::User),
        ("gpt" | "model" | "function_call", _) if !chat => Some(Role::Assistant),
        ("observation", _) if !chat => Some(Role::Tool),
        (_, Role::Other(_)) => None,
        (_, known) => Some(known),
    }
}

impl Look for Value<'_> {
    fn has(&self, key: &str) -> bool {
        self.get_some(key).is_some()
    }

    fn is_text(&self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|value| value.kind() == Kind::String)
    }

    fn item_has(&self, key: &str, item_key: &str) -> bool {
        let list = self.get(key).filter(|value| value.kind() == Kind::Array);
        list.is_some_and(|list| list.children().any(|item| item.get(item_key).is_some()))
    }
}

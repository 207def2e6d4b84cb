//! One message of a conversation: role, content, tool calls.

use crate::{Extra, JsonText};

/// Who speaks. The outside world adds roles, so an unknown one is kept by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Instructions above the conversation.
    System,
    /// What newer chat APIs call the system role.
    Developer,
    /// The person.
    User,
    /// The model; the only role that is trained.
    Assistant,
    /// The result of a tool call.
    Tool,
    /// The result of a function call, in the older dialect.
    Function,
    /// Any other, by its name.
    Other(String),
}

impl Role {
    /// Takes the name used on disk.
    pub fn from_name(name: &str) -> Self {
        match name {
            "system" => Self::System,
            "developer" => Self::Developer,
            "user" => Self::User,
            "assistant" => Self::Assistant,
            "tool" => Self::Tool,
            "function" => Self::Function,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name used on disk.
    pub fn name(&self) -> &str {
        match self {
            Self::System => "system",
            Self::Developer => "developer",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
            Self::Function => "function",
            Self::Other(name) => name,
        }
    }
}

/// What a message says. A missing key and an explicit `null` are different on disk and stay so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Content {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is there and `null`.
    Null,
    /// Plain text.
    Text(String),
    /// A list of parts.
    Parts(Vec<Part>),
}

/// One part of a message's content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A piece of text.
    Text {
        /// The text.
        text: String,
        /// Further members.
        extra: Extra,
    },
    /// An image by URL or data URL.
    Image {
        /// `image_url.url`.
        url: String,
        /// Further members of `image_url`, such as `detail`.
        image_extra: Extra,
        /// Further members.
        extra: Extra,
    },
    /// The model declining.
    Refusal {
        /// Its words.
        refusal: String,
        /// Further members.
        extra: Extra,
    },
    /// A kind we have no type for.
    Other(JsonText),
}

/// Whether an assistant message is trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// `0`: context only.
    Ignored,
    /// `1`: trained.
    Trained,
}

/// A call the assistant makes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ToolCall {
    /// What the tool message answers to.
    pub id: String,
    /// The function's name.
    pub name: String,
    /// The arguments as the text the model writes; JSON if the model did its job.
    pub arguments: String,
    /// Further members of `function`.
    pub function_extra: Extra,
    /// Further members of the call.
    pub extra: Extra,
}

/// A tool message seen as the result it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolResult<'a> {
    /// The call it answers.
    pub call_id: &'a str,
    /// What the tool said.
    pub text: String,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: Content,
    /// The participant's name.
    pub name: Option<String>,
    /// Calls the assistant makes; `Some(vec![])` where the list is there and empty.
    pub tool_calls: Option<Vec<ToolCall>>,
    /// On a tool message: the call it answers.
    pub tool_call_id: Option<String>,
    /// Whether this message is trained on, where the file says so.
    pub weight: Option<Weight>,
    /// Further members.
    pub extra: Extra,
}

impl Message {
    /// A message of plain text.
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self {
            role,
            content: Content::Text(text.into()),
            name: None,
            tool_calls: None,
            tool_call_id: None,
            weight: None,
            extra: Extra::default(),
        }
    }

    /// All text of the content, parts joined by a line break; empty where there is none.
    pub fn plain_text(&self) -> String {
        match &self.content {
            Content::Absent | Content::Null => String::new(),
            Content::Text(text) => text.clone(),
            Content::Parts(parts) => {
                let texts = parts.iter().filter_map(|part| match part {
                    Part::Text { text, extra: _ } => Some(text.as_str()),
                    Part::Image { .. } | Part::Refusal { .. } | Part::Other(_) => None,
                });
                texts.collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// The calls this message makes; empty for most.
    pub fn calls(&self) -> &[ToolCall] {
        self.tool_calls.as_deref().unwrap_or_default()
    }

    /// The tool result this message is, if it is one.
    pub fn tool_result(&self) -> Option<ToolResult<'_>> {
        match (&self.role, &self.tool_call_id) {
            (Role::Tool, Some(call_id)) => Some(ToolResult {
                call_id,
                text: self.plain_text(),
            }),
            _ => None,
        }
    }
}

//! `{"prompt":…,"chosen":…,"rejected":…}`: two endings of one conversation, or two whole conversations without `prompt`.
//!
//! Without `prompt` the common beginning is the prompt, and each ending keeps at least its last message (of strings: character), as TRL
//! reads it. It does so too where `prompt` is a string beside lists of messages: such a string is what the last user message says, and is
//! left out; where it says something else the record is refused. The prompt is always written.

use crate::format::narrow::{Limits, narrow};
use crate::format::openai_chat::{Parsed, object, take_required, wrong};
use crate::format::openai_preference::no_pair;
use crate::format::trl::{CHAT, finish, messages_text, parse_values, take_tools};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Example, JsonText, Message, Preference, Role};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "trl-preference",
    summary: "`prompt`, `chosen` and `rejected` as lists of messages; TRL",
    parse,
    render,
};

const LIMITS: Limits = Limits {
    pair: true,
    weights: true,
    ..CHAT
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let prompt = top
        .take("prompt")
        .filter(|prompt| prompt.as_str() != "null");
    let chosen = take_required("", &mut top, "chosen")?;
    let rejected = take_required("", &mut top, "rejected")?;
    let texts = chosen.as_text().zip(rejected.as_text());
    let ask = prompt.as_ref().and_then(JsonText::as_text);
    let [messages, preferred, non_preferred] = match (&prompt, &ask, texts) {
        (None, _, Some((chosen, rejected))) => split_texts(&chosen, &rejected),
        (Some(_), Some(ask), None) if chosen.as_text().or(rejected.as_text()).is_none() => {
            let read = split_lists(&chosen, &rejected)?;
            let [messages, ..] = &read;
            let said = messages.iter().rfind(|message| message.role == Role::User);
            if said.is_none_or(|said| said.plain_text() != *ask) {
                let message = "`prompt` is not what the last user message of both `chosen` and `rejected` says; make it a list of messages";
                return Err(wrong("/prompt", message.to_owned()));
            }
            read
        }
        (Some(prompt), ..) => parse_values([
            ("/prompt", prompt, Role::User),
            ("/chosen", &chosen, Role::Assistant),
            ("/rejected", &rejected, Role::Assistant),
        ])?,
        (None, ..) => split_lists(&chosen, &rejected)?,
    };
    Ok(Example {
        messages,
        tools: take_tools(&mut top)?,
        preference: Some(Preference {
            preferred,
            non_preferred,
        }),
        extra: top,
        ..Example::default()
    })
}

fn split_lists(chosen: &JsonText, rejected: &JsonText) -> Parsed<[Vec<Message>; 3]> {
    let [mut chosen] = parse_values([("/chosen", chosen, Role::Assistant)])?;
    let [mut rejected] = parse_values([("/rejected", rejected, Role::Assistant)])?;
    let common = chosen.iter().zip(&rejected);
    let common = common.take_while(|(one, other)| one == other).count();
    let common = common.min(chosen.len().min(rejected.len()).saturating_sub(1));
    let preferred = chosen.split_off(common);
    Ok([chosen, preferred, rejected.split_off(common)])
}

fn split_texts(chosen: &str, rejected: &str) -> [Vec<Message>; 3] {
    let same = chosen.char_indices().zip(rejected.chars());
    let mut same = same.take_while(|((_, one), other)| one == other);
    // One character of each stays, so the border is where the last common one begins if one text ends there.
    let mut border = 0;
    let mut last = 0;
    for ((at, letter), _) in same.by_ref() {
        last = at;
        border = at + letter.len_utf8();
    }
    if border == chosen.len().min(rejected.len()) {
        border = last;
    }
    // The blank before the endings belongs to them: tokens begin with it.
    if chosen[..border].ends_with(' ') {
        border -= 1;
    }
    let ending = |text: &str| vec![Message::text(Role::Assistant, &text[border..])];
    let prompt = Message::text(Role::User, &chosen[..border]);
    [vec![prompt], ending(chosen), ending(rejected)]
}

fn render(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &LIMITS);
    let Some(preference) = &mut narrowed.example.preference else {
        narrowed.losses.push(no_pair());
        return Rendered {
            line: String::new(),
            losses: narrowed.losses,
        };
    };
    // The endings are what is trained, whatever weights say.
    let endings = preference
        .preferred
        .iter_mut()
        .chain(&mut preference.non_preferred);
    for message in endings.chain(&mut narrowed.example.messages) {
        message.weight = None;
    }
    let mut writer = ObjectWriter::new();
    writer.member("prompt", &messages_text(&narrowed.example.messages));
    writer.member("chosen", &messages_text(&preference.preferred));
    writer.member("rejected", &messages_text(&preference.non_preferred));
    finish(writer, &narrowed.example, narrowed.losses)
}

//! An example as the judge reads it: who says what, cut to a length, fenced so that its words are not taken for the judge's task.
//!
//! Leaves out what is no text (images become a note). Invariant: what is shown has at most the given number of characters, apart
//! from labels and notes, and the same example is always shown in the same way.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tunesmith_plugin_sdk::{Example, Message};

/// More messages than this are left out of the middle.
const MOST_MESSAGES: usize = 40;
/// Of them so many stand at the beginning.
const FIRST_MESSAGES: usize = 4;
const MOST_TOOLS: usize = 30;
/// Shorter pieces than this say nothing.
const SHORTEST_PIECE: usize = 40;
/// Words that fence what is judged; nothing in an example may look like them.
const FENCES: [&str; 6] = [
    "<conversation",
    "</conversation",
    "<answer",
    "</answer",
    "<reference",
    "</reference",
];

/// What is shown of an example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Material {
    pub(crate) conversation: String,
    /// The chosen and the rejected ending of a pair.
    pub(crate) endings: Option<[String; 2]>,
    pub(crate) reference: Option<String>,
    /// Whether something was left out.
    pub(crate) cut: bool,
}

/// What is to be shown, before it is cut.
struct Turn {
    label: String,
    text: String,
}

/// A chat up to the last message that is judged; `None` if no message is.
pub(crate) fn of_chat(
    example: &Example,
    ending: &[Message],
    reference: &str,
    max_chars: usize,
) -> Option<Material> {
    let all: Vec<&Message> = example.messages.iter().chain(ending).collect();
    let last = all.iter().rposition(|it| is_judged(it))?;
    let turns: Vec<Turn> = all[..=last].iter().map(|it| turn(it)).collect();
    let reference = reference_of(example, reference, max_chars);
    let (conversation, cut) = render(turns, max_chars);
    Some(Material {
        conversation: tools(example) + &conversation,
        endings: None,
        reference,
        cut,
    })
}

/// A pair: what comes before the endings and each of them get a third of the room, and what the others leave. `None` if an ending
/// says nothing.
pub(crate) fn of_pair(
    example: &Example,
    endings: [&[Message]; 2],
    reference: &str,
    max_chars: usize,
) -> Option<Material> {
    if endings.iter().any(|it| !it.iter().any(is_judged)) {
        return None;
    }
    let before: Vec<Turn> = example.messages.iter().map(turn).collect();
    let endings = endings.map(|ending| ending.iter().map(turn).collect::<Vec<Turn>>());
    let length = |turns: &[Turn]| turns.iter().map(|it| it.text.chars().count()).sum();
    let lengths = [length(&before), length(&endings[0]), length(&endings[1])];
    let share = fair_share(&lengths, max_chars);
    let (conversation, mut cut) = render(before, share);
    let endings = endings.map(|turns| {
        let (text, was_cut) = match <[Turn; 1]>::try_from(turns) {
            Ok([only]) => shorten(&only.text, share),
            Err(turns) => render(turns, share),
        };
        cut |= was_cut;
        text
    });
    Some(Material {
        conversation: tools(example) + &conversation,
        endings: Some(endings),
        reference: reference_of(example, reference, max_chars),
        cut,
    })
}

fn is_judged(message: &Message) -> bool {
    let says_something =
        !message.content.trim().is_empty() || message.extra.contains_key("tool_calls");
    message.role == "assistant" && says_something && !has_no_weight(message)
}

fn has_no_weight(message: &Message) -> bool {
    message.extra.get("weight").and_then(Value::as_f64) == Some(0.0)
}

fn turn(message: &Message) -> Turn {
    let unseen = message.role == "assistant" && has_no_weight(message);
    let label = if unseen {
        "[assistant, not graded]".to_owned()
    } else {
        let role: String = message.role.chars().take(20).collect();
        format!("[{}]", role.replace(['[', ']', '\n'], " "))
    };
    let mut text = harmless(message.content.trim());
    let parts = message.extra.get("content").and_then(Value::as_array);
    let others = parts.map_or(0, |parts| {
        parts.iter().filter(|it| !it["text"].is_string()).count()
    });
    if others > 0 {
        text.push_str(&format!("\n({others} parts that are no text)"));
    }
    let calls = message.extra.get("tool_calls").and_then(Value::as_array);
    for call in calls.into_iter().flatten() {
        let function = &call["function"];
        let name = function["name"].as_str().unwrap_or("?");
        let arguments = match &function["arguments"] {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        text.push_str(&harmless(&format!("\ncalls {name}({arguments})")));
    }
    Turn {
        label,
        text: text.trim().to_owned(),
    }
}

/// The text with nothing in it that looks like a fence or a label.
fn harmless(text: &str) -> String {
    let mut text = text.to_owned();
    for fence in FENCES {
        if text.contains(fence) {
            text = text.replace(fence, &fence.replace('<', "< "));
        }
    }
    if text.contains('[') {
        let lines = text.split('\n').map(|line| {
            let is_label = ["[user", "[assistant", "[system", "[tool", "[developer"]
                .iter()
                .any(|it| line.starts_with(it));
            if is_label {
                format!(" {line}")
            } else {
                line.to_owned()
            }
        });
        text = lines.collect::<Vec<_>>().join("\n");
    }
    text
}

/// The names of the tools the assistant may call.
fn tools(example: &Example) -> String {
    let tools = example.extra.get("tools").and_then(Value::as_array);
    let names: Vec<&str> = tools
        .into_iter()
        .flatten()
        .filter_map(|tool| tool["function"]["name"].as_str())
        .take(MOST_TOOLS)
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!("[tools it may call]\n{}\n", harmless(&names.join(", ")))
}

fn reference_of(example: &Example, name: &str, max_chars: usize) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let text = match example.metadata(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    (!text.is_empty()).then(|| shorten(&harmless(&text), max_chars / 4).0)
}

/// Labelled texts that together have at most `max_chars` characters, and whether something was left out.
fn render(mut turns: Vec<Turn>, max_chars: usize) -> (String, bool) {
    let mut cut = false;
    if turns.len() > MOST_MESSAGES {
        let left_out = turns.len() - MOST_MESSAGES;
        let note = Turn {
            label: format!("[{left_out} messages left out]"),
            text: String::new(),
        };
        turns.splice(FIRST_MESSAGES..FIRST_MESSAGES + left_out, [note]);
        cut = true;
    }
    let lengths: Vec<usize> = turns.iter().map(|it| it.text.chars().count()).collect();
    let share = fair_share(&lengths, max_chars);
    let texts = turns.iter().map(|turn| {
        let (text, was_cut) = shorten(&turn.text, share);
        cut |= was_cut;
        let line_break = if text.is_empty() { "" } else { "\n" };
        format!("{}{line_break}{text}\n", turn.label)
    });
    let text: String = texts.collect();
    (text.trim_end().to_owned(), cut)
}

/// How long each text may be so that all fit: short ones leave their room to the long ones.
fn fair_share(lengths: &[usize], room: usize) -> usize {
    let mut sorted = lengths.to_vec();
    sorted.sort_unstable();
    let mut room = room;
    for (at, length) in sorted.iter().enumerate() {
        let share = room / (sorted.len() - at);
        if *length > share {
            return share.max(SHORTEST_PIECE);
        }
        room -= length;
    }
    usize::MAX
}

/// Two thirds of the room for the beginning, one third for the end.
fn shorten(text: &str, room: usize) -> (String, bool) {
    let length = text.chars().count();
    if length <= room {
        return (text.to_owned(), false);
    }
    let tail = room / 3;
    let head = room - tail;
    let at = |chars: usize| {
        text.char_indices()
            .nth(chars)
            .map_or(text.len(), |(at, _)| at)
    };
    let (head_end, tail_start) = (at(head), at(length - tail));
    let left_out = length - room;
    let short = format!(
        "{}\n[… {left_out} characters left out …]\n{}",
        text[..head_end].trim_end(),
        text[tail_start..].trim_start()
    );
    (short, true)
}

#[cfg(test)]
mod tests {
    use super::{fair_share, harmless, of_chat, shorten};
    use tunesmith_plugin_sdk::{Example, Message};

    #[test]
    fn long_texts_are_cut_in_their_middle() {
        assert_eq!(shorten("short", 9), ("short".to_owned(), false));
        let (text, cut) = shorten("aaaaaaaaaaäbbbbbbbbbbcccccc", 9);
        assert_eq!(text, "aaaaaa\n[… 18 characters left out …]\nccc");
        assert!(cut);
    }

    #[test]
    fn short_texts_leave_their_room() {
        assert_eq!(fair_share(&[10, 10], 100), usize::MAX);
        assert_eq!(fair_share(&[10, 500, 500], 210), 100);
        assert_eq!(fair_share(&[], 100), usize::MAX);
        assert_eq!(fair_share(&[900; 50], 100), 40);
    }

    #[test]
    fn nothing_in_a_text_looks_like_a_fence() {
        assert_eq!(
            harmless("x </conversation> y\n[assistant]\nz"),
            "x < /conversation> y\n [assistant]\nz"
        );
    }

    #[test]
    fn endings_of_a_pair_take_the_room_they_need() {
        let example = Example::new(vec![Message::new("user", "Why?")]);
        let long = [Message::new("assistant", "word ".repeat(60))];
        let short = [Message::new("assistant", "So.")];
        let material = super::of_pair(&example, [&long, &short], "", 400).unwrap();
        assert!(!material.cut);
        let material = super::of_pair(&example, [&long, &long], "", 400).unwrap();
        assert!(material.cut);
        assert!(material.endings.unwrap()[1].contains("left out"));
    }

    #[test]
    fn many_messages_are_left_out_of_the_middle() {
        let messages = (0..201).map(|at| {
            let role = if at % 2 == 0 { "assistant" } else { "user" };
            Message::new(role, format!("message {at}"))
        });
        let material = of_chat(&Example::new(messages.collect()), &[], "", 6000).unwrap();
        assert!(material.cut);
        assert!(
            material
                .conversation
                .contains("message 3\n[161 messages left out]\n[user]\nmessage 165")
        );
        assert!(material.conversation.ends_with("message 200"));
    }
}

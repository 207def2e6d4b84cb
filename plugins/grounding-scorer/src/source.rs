//! What the answer is held against: the source of an example, what was asked, and which labels can be cited.
//!
//! Where nothing says what the source is there is none: a guess would call every answer unsupported.

use serde_json::Value;
use tunesmith_plugin_sdk::{Example, Message};

use crate::settings::{From, Settings};

/// The source and what stands around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Source {
    pub(crate) text: String,
    /// Names of its parts, as citations write them.
    pub(crate) labels: Vec<String>,
    /// What users wrote beside the source.
    pub(crate) asked: String,
    /// Everything the assistant was shown: where a label or a quote may stand, too.
    pub(crate) shown: String,
}

/// The source of an example, or `None` where nothing says what it is.
pub(crate) fn find(example: &Example, settings: &Settings) -> Option<Source> {
    let mut source = Source::default();
    let told = example.metadata(&settings.source_key);
    let metadata = told.filter(|_| matches!(settings.from, From::Auto | From::Metadata));
    if let Some(value) = metadata {
        add(value, None, &mut source);
    }
    let from_metadata = !source.text.trim().is_empty();
    for message in &example.messages {
        let role = message.role.as_str();
        if role == "assistant" {
            continue;
        }
        source.shown.push_str(&message.content);
        source.shown.push('\n');
        let (part, rest) = if from_metadata {
            (None, without_source(message, settings))
        } else {
            divided(message, settings)
        };
        if let Some(part) = part {
            source.text.push_str(part);
            source.text.push('\n');
        }
        if role == "user" {
            source.asked.push_str(&rest);
            source.asked.push('\n');
        }
    }
    (!source.text.trim().is_empty()).then_some(source)
}

/// Adds a text, a list of texts, or texts with names, to any depth that a source can have.
fn add(value: &Value, label: Option<&str>, source: &mut Source) {
    match value {
        Value::String(text) => {
            source.text.push_str(text);
            source.text.push('\n');
            let number = (source.labels.len() + 1).to_string();
            source.labels.push(label.map_or(number, str::to_owned));
        }
        Value::Array(parts) => {
            for part in parts {
                match part.get("text").or_else(|| part.get("content")) {
                    Some(Value::String(text)) => {
                        let label = part.get("id").or_else(|| part.get("label"));
                        let label =
                            label.map(|it| it.as_str().map_or(it.to_string(), str::to_owned));
                        add(&text.as_str().into(), label.as_deref(), source);
                    }
                    _ if part.is_string() => add(part, None, source),
                    _ => {}
                }
            }
        }
        Value::Object(members) => match members.get("text") {
            Some(text @ Value::String(_)) => add(text, None, source),
            _ => {
                for (label, text) in members.iter().filter(|(_, text)| text.is_string()) {
                    add(text, Some(label), source);
                }
            }
        },
        _ => {}
    }
}

/// The part of a message that is the source, and the rest.
fn divided<'a>(message: &'a Message, settings: &Settings) -> (Option<&'a str>, String) {
    let text = message.content.as_str();
    let is_system = matches!(message.role.as_str(), "system" | "developer");
    let allowed = match settings.from {
        From::Metadata => false,
        From::System => is_system,
        From::User => message.role == "user",
        From::Auto => is_system || message.role == "user",
    };
    if !allowed {
        return (None, text.to_owned());
    }
    if settings.markers.is_empty() {
        // Why: a whole message is the source only where the recipe says so.
        let whole = settings.from != From::Auto;
        return (
            whole.then_some(text),
            if whole {
                String::new()
            } else {
                text.to_owned()
            },
        );
    }
    let Some((begin, after)) = marked(text, &settings.markers) else {
        return (None, text.to_owned());
    };
    let end =
        marked(&text[after..], &settings.end_markers).map_or(text.len(), |(at, _)| after + at);
    (
        Some(&text[after..end]),
        format!("{}\n{}", &text[..begin], &text[end..]),
    )
}

/// What a user asked, without a source that is repeated in the message.
fn without_source(message: &Message, settings: &Settings) -> String {
    if marked(&message.content, &settings.markers).is_none() {
        return message.content.clone();
    }
    let anywhere = Settings {
        from: From::Auto,
        ..settings.clone()
    };
    divided(message, &anywhere).1
}

/// The first marker that begins a line: where it stands and where it ends.
fn marked(text: &str, markers: &[String]) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        for marker in markers {
            if line[indent..].starts_with(marker.as_str()) {
                return Some((at + indent, at + indent + marker.len()));
            }
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tunesmith_plugin_sdk::{Example, Message};

    use super::find;
    use crate::settings::Settings;

    #[test]
    fn the_source_is_where_the_settings_say() {
        let check =
            |example: &Example, settings: serde_json::Value, text: Option<&str>, asked: &str| {
                let settings: Settings = serde_json::from_value(settings).unwrap();
                let found = find(example, &settings);
                assert_eq!(found.as_ref().map(|it| it.text.trim()), text);
                assert_eq!(
                    found.map_or(String::new(), |it| it.asked.trim().to_owned()),
                    asked
                );
            };
        let plain = Example::new(vec![
            Message::new("system", "Be kind."),
            Message::new("user", "Hi?"),
        ]);
        check(&plain, json!({}), None, "");
        check(
            &plain,
            json!({"from": "system", "markers": []}),
            Some("Be kind."),
            "Hi?",
        );
        let told = plain
            .clone()
            .with_metadata("source", json!(["A.", {"id": "x", "text": "B."}]));
        check(&told, json!({}), Some("A.\nB."), "Hi?");
        let marked = Example::new(vec![Message::new(
            "user",
            "Read.\n\nContext: A b.\nC d.\nQuestion: Who?",
        )]);
        check(
            &marked,
            json!({}),
            Some("A b.\nC d."),
            "Read.\n\n\nQuestion: Who?",
        );
        check(&marked, json!({"from": "system"}), None, "");
    }
}

//! JSON kept as text: values tunesmith does not interpret are carried unchanged, digit for digit and key for key.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Says that a text is not JSON, and where it stops being so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON: {0}")]
pub struct NotJson(pub String);

/// One JSON value as it was written. Numbers keep their digits, objects their order and repeated keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JsonText(String);

impl JsonText {
    /// Takes text that must be one JSON value; white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, NotJson> {
        match serde_json::from_str::<&RawValue>(text.trim()) {
            Ok(raw) => Ok(Self(raw.get().to_owned())),
            Err(error) => Err(NotJson(error.to_string())),
        }
    }

    /// Writes a value out.
    pub fn from_value(value: &serde_json::Value) -> Self {
        Self(value.to_string())
    }

    /// A JSON string holding `text`.
    pub fn string(text: &str) -> Self {
        Self(serde_json::Value::from(text).to_string())
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, for code that looks inside. `null` for nesting deeper than the reader takes (128).
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// The text of a JSON string, if this is one.
    pub fn as_text(&self) -> Option<String> {
        if self.0.starts_with('"') {
            serde_json::from_str(&self.0).ok()
        } else {
            None
        }
    }
}

/// The members of a JSON object in the order they were written: what a type has no field for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extra(Vec<(String, JsonText)>);

impl Extra {
    /// Takes the text of a JSON object.
    pub fn parse(text: &str) -> Result<Self, NotJson> {
        serde_json::from_str(text).map_err(|error| NotJson(error.to_string()))
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The last value under this name, as every JSON reader takes it.
    pub fn get(&self, name: &str) -> Option<&JsonText> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// Adds a member, or replaces the one of this name.
    pub fn set(&mut self, name: &str, value: JsonText) {
        match self.0.iter_mut().rev().find(|(key, _)| key == name) {
            Some(member) => member.1 = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Takes every member of this name out and returns the last value.
    pub fn take(&mut self, name: &str) -> Option<JsonText> {
        let found = self.get(name).cloned();
        if found.is_some() {
            self.0.retain(|(key, _)| key != name);
        }
        found
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &JsonText)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The text of a JSON object with these members.
    pub fn to_text(&self) -> String {
        let mut writer = ObjectWriter::new();
        for (key, value) in self.iter() {
            writer.member(key, value.as_str());
        }
        writer.finish()
    }
}

impl FromIterator<(String, JsonText)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, JsonText)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Extra;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extra, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    members.push((key, JsonText(value.get().to_owned())));
                }
                Ok(Extra(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Writes a JSON object member by member; values are JSON text already.
#[derive(Clone)]
pub(crate) struct ObjectWriter {
    text: String,
}

impl ObjectWriter {
    pub(crate) fn new() -> Self {
        Self {
            text: String::from("{"),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.len() == 1
    }

    pub(crate) fn member(&mut self, key: &str, value: &str) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text
            .push_str(&serde_json::Value::from(key).to_string());
        self.text.push(':');
        self.text.push_str(value);
    }

    pub(crate) fn string(&mut self, key: &str, value: &str) {
        self.member(key, &serde_json::Value::from(value).to_string());
    }

    pub(crate) fn extra(&mut self, extra: &Extra) {
        for (key, value) in extra.iter() {
            self.member(key, value.as_str());
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

/// The text of a JSON array of values that are JSON text already.
pub(crate) fn array_text<I: IntoIterator<Item = String>>(values: I) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&value);
    }
    text.push(']');
    text
}

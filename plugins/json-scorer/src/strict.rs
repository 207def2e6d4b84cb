//! JSON read so that a name that comes twice in one object is noticed; serde_json's own values keep the last one in silence.

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// More than people read.
const MOST_DUPLICATES: usize = 8;

/// A value and the JSON pointers of members that stand twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Document {
    pub(crate) value: Value,
    pub(crate) duplicates: Vec<String>,
    /// Bytes of the text that were read.
    pub(crate) length: usize,
}

/// Reads the value a text begins with. The error says what is wrong and where.
pub(crate) fn read(text: &str) -> Result<Document, String> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match stream.next() {
        Some(Ok(_)) => {}
        Some(Err(error)) => return Err(error.to_string()),
        None => return Err("there is nothing".to_owned()),
    }
    let length = stream.byte_offset();
    let found = RefCell::new(Vec::new());
    let seed = Seed {
        pointer: String::new(),
        found: &found,
    };
    let mut reader = serde_json::Deserializer::from_str(&text[..length]);
    let value = seed
        .deserialize(&mut reader)
        .map_err(|error| error.to_string())?;
    Ok(Document {
        value,
        duplicates: found.into_inner(),
        length,
    })
}

struct Seed<'a> {
    pointer: String,
    found: &'a RefCell<Vec<String>>,
}

impl Seed<'_> {
    fn inside(&self, name: &str) -> Self {
        let name = name.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("{}/{name}", self.pointer),
            found: self.found,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self.inside(&items.len().to_string()))? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let inside = self.inside(&name);
            if members.contains_key(&name) && self.found.borrow().len() < MOST_DUPLICATES {
                self.found.borrow_mut().push(inside.pointer.clone());
            }
            let member = access.next_value_seed(inside)?;
            members.insert(name, member);
        }
        Ok(members.into())
    }
}

/// Whether a text begins like an object or a list.
pub(crate) fn begins(text: &str) -> bool {
    text.starts_with(['{', '['])
}

/// Reads a value that may be given as JSON text.
pub(crate) fn object(value: &Value) -> Option<Value> {
    match value {
        Value::Object(_) => Some(value.clone()),
        Value::String(text) => Value::deserialize(&mut serde_json::Deserializer::from_str(text))
            .ok()
            .filter(Value::is_object),
        _ => None,
    }
}

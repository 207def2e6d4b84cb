//! The leaves of a value: what is filled in, what is a placeholder, and what differs from what was expected.

use std::collections::BTreeMap;

use serde_json::Value;

use tunesmith_structured::schema::canonical;

/// One leaf.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaf<'a> {
    pub(crate) pointer: String,
    pub(crate) value: &'a Value,
}

/// All leaves in order; empty objects and lists have none. Without positions every index is `*`.
pub(crate) fn leaves(value: &Value, positions: bool) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    collect(value, &mut String::new(), positions, &mut found);
    found
}

fn collect<'a>(value: &'a Value, pointer: &mut String, positions: bool, found: &mut Vec<Leaf<'a>>) {
    let length = pointer.len();
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if positions {
                    pointer.push_str(&format!("/{index}"));
                } else {
                    pointer.push_str("/*");
                }
                collect(item, pointer, positions, found);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                pointer.push_str(&format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                collect(member, pointer, positions, found);
                pointer.truncate(length);
            }
        }
        _ => found.push(Leaf {
            pointer: pointer.clone(),
            value,
        }),
    }
}

/// Whether a leaf says nothing.
pub(crate) fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

const PLACEHOLDERS: [&str; 22] = [
    "string",
    "text",
    "value",
    "n/a",
    "na",
    "none",
    "null",
    "nil",
    "undefined",
    "unknown",
    "not specified",
    "not provided",
    "not available",
    "not mentioned",
    "tbd",
    "todo",
    "...",
    "…",
    "xxx",
    "lorem ipsum",
    "placeholder",
    "example",
];

/// Whether a text stands for a value instead of being one.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let plain = text.trim().to_lowercase();
    let framed = |open: char, close: char| {
        plain.starts_with(open)
            && plain.ends_with(close)
            && plain.chars().count() > 2
            && plain.chars().count() < 40
    };
    PLACEHOLDERS.contains(&plain.as_str())
        || framed('<', '>')
        || framed('[', ']')
        || framed('{', '}')
        || (plain.starts_with("your ") && plain.ends_with(" here"))
}

/// How many leaves were found, expected and both.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Agreement {
    pub(crate) found: usize,
    pub(crate) expected: usize,
    pub(crate) both: usize,
    /// The first leaf in which they differ, in words.
    pub(crate) difference: Option<String>,
}

impl Agreement {
    pub(crate) fn precision(&self) -> f64 {
        share(self.both, self.found)
    }

    pub(crate) fn recall(&self) -> f64 {
        share(self.both, self.expected)
    }

    /// The harmonic mean of the two.
    pub(crate) fn f1(&self) -> f64 {
        share(2 * self.both, self.found + self.expected)
    }
}

/// Nothing of nothing is everything.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Compares leaf by leaf; empty leaves are as good as absent ones.
pub(crate) fn compare(found: &Value, expected: &Value, ordered: bool, loose: bool) -> Agreement {
    let key = |leaf: &Leaf<'_>| (leaf.pointer.clone(), comparable(leaf.value, loose));
    let mut left: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut agreement = Agreement::default();
    for leaf in leaves(expected, ordered)
        .iter()
        .filter(|leaf| !is_empty(leaf.value))
    {
        *left.entry(key(leaf)).or_default() += 1;
        agreement.expected += 1;
    }
    let mut beyond = None;
    for leaf in leaves(found, ordered)
        .iter()
        .filter(|leaf| !is_empty(leaf.value))
    {
        agreement.found += 1;
        match left.get_mut(&key(leaf)).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                agreement.both += 1;
            }
            None => {
                beyond = beyond.or(Some((
                    leaf.pointer.clone(),
                    tunesmith_structured::schema::shown(leaf.value),
                )));
            }
        }
    }
    let missing = left
        .iter()
        .find(|(_, count)| **count > 0)
        .map(|((pointer, value), _)| (pointer.clone(), value.clone()));
    agreement.difference = match (beyond, missing) {
        (Some((pointer, value)), _) => {
            Some(format!("{pointer} is {value}, which was not expected"))
        }
        (None, Some((pointer, value))) => {
            let value: String = value.chars().take(60).collect();
            Some(format!("{pointer} should have been {value}"))
        }
        (None, None) => None,
    };
    agreement
}

fn comparable(value: &Value, loose: bool) -> String {
    match value {
        Value::String(text) if loose => {
            let words: Vec<&str> = text.split_whitespace().collect();
            Value::from(words.join(" ").to_lowercase()).to_string()
        }
        _ => canonical(value),
    }
}

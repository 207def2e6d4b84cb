//! Finds the JSON in what a model wrote around it: thoughts, prose, code fences, an afterword. Never panics, never repairs.

use serde_json::Value;

/// More than this many values in one answer is a list of examples, not an answer.
const MOST: usize = 16;

/// More brackets than this that begin nothing are a model gone wild; each costs a parse up to the limit of nesting.
const MOST_TRIES: usize = 4096;

/// The values found, with the text they were read from, best guess first: the whole text if it is JSON, else its objects and arrays in
/// their order.
pub(crate) fn find_values(text: &str) -> Vec<(Value, &str)> {
    // A reasoning model's thoughts often hold drafts; what counts comes after them.
    let after_thoughts = text
        .rsplit_once("</think>")
        .map(|(_, after)| values_in(after));
    after_thoughts
        .filter(|values| !values.is_empty())
        .unwrap_or_else(|| values_in(text))
}

fn values_in(text: &str) -> Vec<(Value, &str)> {
    for whole in [text.trim(), without_fence(text.trim())] {
        if let Ok(value) = serde_json::from_str(whole) {
            return vec![(value, whole)];
        }
    }
    let mut values = Vec::new();
    let mut from = 0;
    for _ in 0..MOST_TRIES {
        let Some(start) = text[from..].find(['{', '[']).map(|offset| from + offset) else {
            break;
        };
        let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value)) => {
                let end = start + stream.byte_offset();
                values.push((value, &text[start..end]));
                from = end;
            }
            _ => from = start + 1,
        }
        if values.len() == MOST {
            break;
        }
    }
    values
}

/// What stands between the first and the last fence, if the text begins with one.
fn without_fence(text: &str) -> &str {
    let Some((first_line, rest)) = text.split_once('\n') else {
        return text;
    };
    if !first_line.starts_with("```") {
        return text;
    }
    rest.rsplit_once("```")
        .map_or(rest, |(inside, _)| inside)
        .trim()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::find_values;

    #[test]
    fn finds_what_is_meant() {
        let cases: [(&str, Vec<&str>); 11] = [
            (r#"{"a":1}"#, vec![r#"{"a":1}"#]),
            ("```json\n{\"a\": 1}\n```", vec![r#"{"a": 1}"#]),
            ("```\n\"yes\"\n```\n", vec![r#""yes""#]),
            (
                "Sure! Here [1] it is: {\"a\":{\"b\":2}} Enjoy {it}.",
                vec!["[1]", r#"{"a":{"b":2}}"#],
            ),
            (r#"<think>{"a":0} no</think> {"a":1}"#, vec![r#"{"a":1}"#]),
            (r#"{"a":"</think>"}"#, vec![r#"{"a":"</think>"}"#]),
            ("a brace in a string: {\"a\":\"}\"}", vec![r#"{"a":"}"}"#]),
            ("{'a': 1}", vec![]),
            (r#"{"a": 1"#, vec![]),
            ("no", vec![]),
            ("", vec![]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = find_values(text)
                .into_iter()
                .map(|(_, text)| text)
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_megabyte_of_brackets_is_no_trouble() {
        assert!(find_values(&"[".repeat(1 << 20)).is_empty());
        assert!(find_values(&"{\"a\":[".repeat(1 << 17)).is_empty());
        assert_eq!(find_values(&"{} ".repeat(1 << 18)).len(), super::MOST);
    }

    fn any_object() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from)
        ];
        let tree = leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(".{0,6}", inner, 0..4).prop_map(|map| json!(map)),
            ]
        });
        prop::collection::btree_map(".{0,6}", tree, 0..4).prop_map(|map| json!(map))
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,120}", brackets in r#"[\[\]{}",:`a\n ]{0,60}"#) {
            find_values(&text);
            find_values(&brackets);
        }

        #[test]
        fn an_object_is_found_in_any_wrapping(
            object in any_object(),
            before in r"[^\[{]{0,40}",
            after in ".{0,40}",
            fence in prop_oneof![Just(""), Just("```"), Just("```json\n")],
            pretty in any::<bool>(),
        ) {
            let written = if pretty { format!("{object:#}") } else { object.to_string() };
            let text = format!("{before}{fence}{written}{fence}{after}");
            let found = find_values(&text);
            prop_assert_eq!(found.first(), Some(&(object, written.as_str())));
        }
    }
}

//! Odd examples: what files really hold, and what they should not. Made of a number and the golden examples, the same every time.

use serde_json::{Value, json};
use tunesmith_core::{Example, Scores};

use super::forms;

/// SplitMix64: the numbers a plugin's own `Rng` would give.
#[derive(Clone, Debug)]
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Pieces texts are made of.
const PIECES: [&str; 40] = [
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "a",
    "word ",
    "Émile ",
    "ß",
    "漢字かな",
    "한국어",
    "العربية",
    "\u{202e}",
    "\u{200b}",
    "👩‍👩‍👧‍👦",
    "\u{fffd}",
    "0",
    "-1",
    "1e309",
    "3.14",
    "1/0",
    "NaN",
    "= 4",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "`",
    "```",
    "```sql\n",
    "SELECT * FROM ",
    "<|im_end|>",
    "<b>",
    "http://x.y/?q=",
    "a@b.co",
    "....",
    "Answer: ",
];

/// This many examples with scores a filter could see.
pub(super) fn examples(
    count: u32,
    rng_seed: u64,
    golden: &[(Example, Scores)],
) -> Vec<(Example, Scores)> {
    let mut numbers = Numbers(rng_seed);
    let one = |_| {
        let (base, scores) = match golden {
            [] => (None, Scores::new()),
            _ => {
                let (example, scores) = numbers.pick(golden);
                (Some(forms::example_value(example)), scores.clone())
            }
        };
        let mut value = match base {
            Some(base) if numbers.below(3) > 0 => base,
            _ => json!({"messages": messages(&mut numbers)}),
        };
        for _ in 0..numbers.below(4) {
            change(&mut value, &mut numbers);
        }
        // What is no example at all never reaches a plugin.
        (forms::example(&value).unwrap_or_default(), scores)
    };
    (0..count).map(one).collect()
}

/// A text of pieces, at times long.
pub(super) fn text(numbers: &mut Numbers) -> String {
    let pieces = match numbers.below(10) {
        0 => 0,
        1 => 400,
        few => few,
    };
    (0..pieces).map(|_| *numbers.pick(&PIECES)).collect()
}

fn messages(numbers: &mut Numbers) -> Vec<Value> {
    let roles = [
        "system",
        "user",
        "assistant",
        "tool",
        "developer",
        "function",
        "narrator",
    ];
    (0..numbers.below(6))
        .map(|_| json!({"role": numbers.pick(&roles), "content": content(numbers)}))
        .collect()
}

fn content(numbers: &mut Numbers) -> Value {
    match numbers.below(6) {
        0 => Value::Null,
        1 => {
            json!([{"type": "text", "text": text(numbers)}, {"type": "image_url", "image_url": {"url": "data:,"}}])
        }
        _ => text(numbers).into(),
    }
}

/// One change somewhere.
fn change(value: &mut Value, numbers: &mut Numbers) {
    let odd = match numbers.below(9) {
        0 => Value::Null,
        1 => json!([]),
        2 => json!({}),
        3 => json!(numbers.next()),
        4 => json!(-1.5e300),
        5 => json!({"a": {"a": {"a": {"a": [[[[[[]]]]]]}}}}),
        _ => text(numbers).into(),
    };
    match numbers.below(8) {
        0 => value["metadata"] = odd,
        1 => {
            value["metadata"] =
                json!({"schema": odd, "expected": text(numbers), "kind": text(numbers)});
        }
        2 => {
            value["tools"] = json!([{"type": "function", "function": {"name": text(numbers), "parameters": {"type": "object"}}}]);
        }
        3 => value["preferred_output"] = json!([{"role": "assistant", "content": text(numbers)}]),
        4 => value["messages"] = messages(numbers).into(),
        _ => {
            let Some(messages) = value["messages"].as_array_mut() else {
                return;
            };
            if messages.is_empty() {
                return;
            }
            let at = numbers.below(messages.len());
            match numbers.below(6) {
                0 => {
                    messages.remove(at);
                }
                1 => messages[at]["content"] = odd,
                2 => messages[at]["weight"] = json!(0),
                3 => {
                    let call = json!({"id": "c", "type": "function", "function": {"name": text(numbers), "arguments": text(numbers)}});
                    messages[at]["tool_calls"] = json!([call]);
                }
                4 => messages[at]["role"] = "assistant".into(),
                _ => messages[at]["content"] = content(numbers),
            }
        }
    }
}

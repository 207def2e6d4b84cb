//! Dataset files made from a seed: ordinary ones of several kinds, and ones that bring careless programs down.
//!
//! Invariant: the same input of the same size has the same bytes on every machine.

use std::fmt::Write;

use fastrand::Rng;

/// A kind of file.
pub struct Input {
    /// As in the table.
    pub name: &'static str,
    /// Makes a file of about so many bytes. Those of the second list have a size of their own.
    pub make: fn(usize) -> String,
}

/// Ordinary files. The order is known to `node.mjs`.
pub static INPUTS: &[Input] = &[
    Input {
        name: "chat",
        make: |bytes| chats(bytes, &mut english, false),
    },
    Input {
        name: "turns",
        make: turns,
    },
    Input {
        name: "cjk",
        make: |bytes| chats(bytes, &mut chinese, false),
    },
    Input {
        name: "cjk-escaped",
        make: |bytes| chats(bytes, &mut chinese, true),
    },
    Input {
        name: "unheard",
        make: |bytes| chats(bytes, &mut unheard, false),
    },
];

/// Files that are quadratic, deep or long.
pub static TRAPS: &[Input] = &[
    Input {
        name: "a million times a",
        make: |_| record("Say a.", &"a".repeat(1_000_000)),
    },
    Input {
        name: "a million spaces",
        make: |_| record("Say nothing.", &format!("x{}x", " ".repeat(1_000_000))),
    },
    Input {
        name: "a line of 50 MB",
        make: |_| {
            let mut rng = Rng::with_seed(3);
            let mut text = String::new();
            while text.len() < 50_000_000 {
                english(&mut rng, &mut text, 4_000);
            }
            record("Tell me everything.", &text)
        },
    },
    Input {
        name: "100,000 levels",
        make: |_| {
            let mut text = "[".repeat(100_000);
            text.push_str(&"]".repeat(100_000));
            format!("{{\"messages\":{text}}}\n")
        },
    },
    Input {
        name: "images in base64",
        make: |_| {
            let mut rng = Rng::with_seed(4);
            let mut file = String::new();
            for _ in 0..20 {
                file.push_str("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo");
                (0..500_001).for_each(|_| file.push(rng.alphanumeric()));
                file.push_str("\"}}]},{\"role\":\"assistant\",\"content\":\"A crane.\"}]}\n");
            }
            file
        },
    },
];

const WORDS: &str = "the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we \
    when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him \
    into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get \
    come made may part account support invoice refund shipping customer thank please order reset password settings browser update version button";

const SYLLABLES: &str = "ba con de ex fi gra hu in jo ka le mi nor op pre qua re sta ti un ver wo xi ya zen tion ment ing ness able";

const COMMON: &str = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实";

/// Appends about so many bytes of text.
type Writer = dyn FnMut(&mut Rng, &mut String, usize);

/// Sentences.
fn english(rng: &mut Rng, text: &mut String, bytes: usize) {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let end = text.len() + bytes;
    let mut begins = true;
    while text.len() < end {
        let word = words[rng.usize(..words.len())];
        if begins {
            text.extend(word.chars().next().map(|first| first.to_ascii_uppercase()));
            text.push_str(&word[1..]);
        } else {
            text.push_str(word);
        }
        begins = rng.u8(..14) == 0;
        text.push_str(match rng.u8(..40) {
            _ if begins => ". ",
            0 | 1 => ", ",
            2 => "'s ",
            3 => " (42) ",
            _ => " ",
        });
    }
    text.pop();
    text.push('.');
}

/// Words of random syllables: few come twice.
fn unheard(rng: &mut Rng, text: &mut String, bytes: usize) {
    let syllables: Vec<&str> = SYLLABLES.split(' ').collect();
    let end = text.len() + bytes;
    while text.len() < end {
        for _ in 0..rng.usize(2..5) {
            text.push_str(syllables[rng.usize(..syllables.len())]);
        }
        text.push(' ');
    }
    text.push('.');
}

fn chinese(rng: &mut Rng, text: &mut String, bytes: usize) {
    let common: Vec<char> = COMMON.chars().collect();
    let end = text.len() + bytes;
    while text.len() < end {
        for _ in 0..rng.usize(4..20) {
            text.push(common[rng.usize(..common.len())]);
        }
        text.push(if rng.u8(..3) == 0 { '。' } else { '，' });
    }
}

/// Records of about 700 bytes: a question and an answer.
fn chats(bytes: usize, write: &mut Writer, escape: bool) -> String {
    let mut rng = Rng::with_seed(1);
    let mut file = String::with_capacity(bytes + 2_000);
    let (mut question, mut answer) = (String::new(), String::new());
    // An escaped character takes twice the bytes.
    let share = if escape { 2 } else { 1 };
    while file.len() < bytes {
        question.clear();
        answer.clear();
        write(&mut rng, &mut question, 100 / share);
        write(&mut rng, &mut answer, 470 / share);
        file.push_str("{\"messages\": [{\"role\": \"user\", \"content\": \"");
        put(&mut file, &question, escape);
        file.push_str("\"}, {\"role\": \"assistant\", \"content\": \"");
        put(&mut file, &answer, escape);
        if rng.bool() {
            file.push_str("\\n\\n");
            put(&mut file, &question, escape);
        }
        file.push_str("\"}]}\n");
    }
    file
}

fn put(file: &mut String, text: &str, escape: bool) {
    if escape {
        for unit in text.encode_utf16() {
            let _ = write!(file, "\\u{unit:04x}");
        }
    } else {
        file.push_str(text);
    }
}

fn record(question: &str, answer: &str) -> String {
    format!(
        "{{\"messages\":[{{\"role\":\"user\",\"content\":\"{question}\"}},{{\"role\":\"assistant\",\"content\":\"{answer}\"}}]}}\n"
    )
}

const CODE: &str = "```python\\ndef total(rows):\\n    \\\"\\\"\\\"Adds up what is due.\\\"\\\"\\\"\\n    due = [row[\\\"amount\\\"] for row in rows if not row[\\\"paid\\\"]]\\n    return sum(due, start=0)\\n```";

const TOOLS: &str = r#"[{"type":"function","function":{"name":"find_invoice","description":"Finds an invoice by its number.","parameters":{"type":"object","properties":{"number":{"type":"string","description":"as printed"},"year":{"type":"integer"}},"required":["number"],"additionalProperties":false}}}]"#;

/// Conversations of about 33 kB: many turns, code, and a tool that is called.
fn turns(bytes: usize) -> String {
    let mut rng = Rng::with_seed(2);
    let mut file = String::with_capacity(bytes + 40_000);
    while file.len() < bytes {
        let end = file.len() + 33_000;
        file.push_str(
            "{\"messages\":[{\"role\":\"system\",\"content\":\"You help with invoices.\"}",
        );
        let mut calls = 0;
        while file.len() < end {
            file.push_str(",{\"role\":\"user\",\"content\":\"");
            english(&mut rng, &mut file, 300);
            file.push_str("\"}");
            if rng.u8(..3) == 0 {
                calls += 1;
                let _ = write!(
                    file,
                    ",{{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{{\"id\":\"call_{calls}\",\"type\":\"function\",\"function\":{{\"name\":\"find_invoice\",\"arguments\":\"{{\\\"number\\\":\\\"{}\\\"}}\"}}}}]}},{{\"role\":\"tool\",\"tool_call_id\":\"call_{calls}\",\"content\":\"{{\\\"amount\\\":{}}}\"}}",
                    rng.u32(..),
                    rng.u16(..)
                );
            }
            file.push_str(",{\"role\":\"assistant\",\"content\":\"");
            english(&mut rng, &mut file, 700);
            if rng.bool() {
                file.push_str("\\n\\n");
                file.push_str(CODE);
            }
            file.push_str("\"}");
        }
        file.push_str("],\"tools\":");
        file.push_str(TOOLS);
        file.push_str("}\n");
    }
    file
}

/// The texts of messages as they stand in the file, one after the other; escapes are left as they are. Enough to count tokens in wasm, where
/// nothing else reads JSON.
#[must_use]
pub fn contents(file: &str) -> String {
    const BEFORE: &str = "\"content\": \"";
    let mut texts = String::with_capacity(file.len());
    let mut rest = file;
    while let Some(at) = rest.find(BEFORE) {
        rest = &rest[at + BEFORE.len()..];
        let end = rest.find("\"}").unwrap_or(rest.len());
        texts.push_str(&rest[..end]);
        texts.push('\n');
        rest = &rest[end..];
    }
    texts
}

/// Writes unlike records of 700 bytes without end, quickly: a text whose number changes.
pub struct Endless {
    block: Vec<u8>,
    number: u64,
    at: usize,
}

const RECORD: usize = 700;
const NUMBER: &str = "0000000000000000";

impl Default for Endless {
    fn default() -> Self {
        let mut rng = Rng::with_seed(5);
        let mut text = String::new();
        english(&mut rng, &mut text, 500);
        let mut one = record(&format!("Order {NUMBER}, please."), &text);
        let missing = RECORD.saturating_sub(one.len());
        one.insert_str(one.len() - 1, &" ".repeat(missing));
        Self {
            block: one.into_bytes(),
            number: 0,
            at: 0,
        }
    }
}

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.block.len() {
            self.at = 0;
            self.number += 1;
            let before = b"{\"messages\":[{\"role\":\"user\",\"content\":\"Order ".len();
            let mut number = self.number;
            for digit in self.block[before..before + NUMBER.len()].iter_mut().rev() {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        }
        let length = (self.block.len() - self.at).min(buffer.len());
        buffer[..length].copy_from_slice(&self.block[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Endless, INPUTS, TRAPS};
    use crate::check;

    #[test]
    fn ordinary_files_have_no_errors() {
        for input in INPUTS {
            let file = (input.make)(400_000);
            let report = check(file.as_bytes());
            assert_eq!(report.totals().errors, 0, "{}: {report:?}", input.name);
            assert_eq!((input.make)(400_000), file);
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_nothing_worse() {
        let deep = TRAPS
            .iter()
            .find(|trap| trap.name == "100,000 levels")
            .unwrap();
        assert!(check((deep.make)(0).as_bytes()).totals().errors > 0);
    }

    #[test]
    fn endless_records_differ() {
        let mut text = String::new();
        Endless::default()
            .take(70_000)
            .read_to_string(&mut text)
            .unwrap();
        let report = check(text.as_bytes());
        assert_eq!(
            (report.records, report.totals().errors),
            (100, 0),
            "{report:?}"
        );
    }
}

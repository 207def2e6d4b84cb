//! Keys, tokens and passwords.

mod assigned;
mod jwt;
mod links;
mod pem;
mod prefixed;

use crate::found::Found;

/// Adds the secrets of a text.
pub(crate) fn find(text: &str, needles: &Needles, with_test_values: bool, found: &mut Vec<Found>) {
    prefixed::find(text, &needles.prefixed, with_test_values, found);
    assigned::find(text, &needles.assigned, with_test_values, found);
    jwt::find(text, with_test_values, found);
    pem::find(text, found);
    links::find(text, with_test_values, found);
}

/// The automata, built once.
pub(crate) struct Needles {
    prefixed: aho_corasick::AhoCorasick,
    assigned: aho_corasick::AhoCorasick,
}

impl Needles {
    pub(crate) fn new() -> Result<Self, String> {
        Ok(Self {
            prefixed: prefixed::needles()?,
            assigned: assigned::needles()?,
        })
    }
}

/// Whether a value is what people write where a secret belongs: `your-api-key`, `xxxxxxxx`, `${TOKEN}`, `<secret>`, `EXAMPLE`.
fn is_placeholder(value: &str) -> bool {
    const PARTS: [&str; 24] = [
        "example",
        "your",
        "xxxx",
        "placeholder",
        "changeme",
        "change_me",
        "change-me",
        "dummy",
        "sample",
        "redacted",
        "secret_key",
        "api_key",
        "apikey",
        "insert",
        "replace",
        "****",
        "....",
        "test_key",
        "fake",
        "todo",
        "123456789",
        "abcdefgh",
        "process.env",
        "os.environ",
    ];
    let lower = value.to_ascii_lowercase();
    PARTS.iter().any(|part| lower.contains(part))
        || value.starts_with(['$', '<', '{', '[', '(', '%'])
        || value.contains("...")
}

/// Whether signs are spread as in random text: the chance that two of them agree is at most one in eight. Whole numbers only, so that
/// every machine agrees.
fn is_random(value: &str) -> bool {
    let mut counts = [0_u64; 256];
    for byte in value.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let length = value.len() as u64;
    let agreeing: u64 = counts.iter().map(|count| count * count).sum();
    agreeing * 8 <= length * length
}

/// Letters and digits both.
fn is_mixed(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
}

//! Keys and tokens by prefix and length: a small list, for recipes that do not use pii-scorer, which knows many more.

use crate::mark::{Found, Mark};

/// prefix, fewest signs after it.
const FORMS: [(&str, usize); 12] = [
    ("sk-proj-", 32),
    ("sk-ant-", 32),
    ("sk-", 32),
    ("ghp_", 36),
    ("github_pat_", 60),
    ("glpat-", 20),
    ("AKIA", 16),
    ("AIza", 35),
    ("xoxb-", 24),
    ("xoxp-", 24),
    ("sk_live_", 24),
    ("hf_", 34),
];

/// Adds the secrets of a text.
pub(crate) fn find(text: &str, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    for (prefix, fewest) in FORMS {
        for (start, _) in text.match_indices(prefix) {
            let first = start + prefix.len();
            let is_sign = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            let length = bytes[first..].iter().take(200).take_while(is_sign).count();
            let value = &text[first..first + length];
            let opens = start == 0
                || !(bytes[start - 1].is_ascii_alphanumeric()
                    || matches!(bytes[start - 1], b'-' | b'_'));
            let random = value.bytes().filter(u8::is_ascii_digit).count() >= 3
                && value.bytes().any(|byte| byte.is_ascii_alphabetic());
            let sample = ["EXAMPLE", "example", "xxxx", "your", "XXXX"]
                .iter()
                .any(|word| value.contains(word));
            let known = found
                .iter()
                .rev()
                .take(8)
                .any(|it| it.mark == Mark::Secret && it.start == start);
            if opens && length >= fewest && random && !sample && !known {
                found.push(secret(start, first + length, "token"));
            }
        }
    }
    for (start, _) in text.match_indices("PRIVATE KEY-----") {
        let from = text.floor_char_boundary(start.saturating_sub(24));
        let body = text[start + 16..]
            .trim_start()
            .bytes()
            .take(40)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
            .count();
        if let Some(begin) = text[from..start].rfind("-----BEGIN").filter(|_| body == 40) {
            found.push(secret(from + begin, start + 16, "private key"));
        }
    }
}

fn secret(start: usize, end: usize, detail: &'static str) -> Found {
    Found {
        mark: Mark::Secret,
        start,
        end,
        detail,
    }
}

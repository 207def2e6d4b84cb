//! Private keys between `-----BEGIN … PRIVATE KEY-----` and its end. A block without a body, as documentation shows it, is none.

use memchr::memmem;

use crate::found::{Found, Kind};

/// Adds the keys of a text.
pub(super) fn find(text: &str, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(at) = memmem::find(&text.as_bytes()[from..], b"-----BEGIN ") {
        let start = from + at;
        from = start + 11;
        let Some(label) = text[from..]
            .split("-----")
            .next()
            .filter(|label| label.len() < 60)
        else {
            continue;
        };
        if !label.ends_with("PRIVATE KEY") && !label.ends_with("PRIVATE KEY BLOCK") {
            continue;
        }
        let body = from + label.len() + 5;
        let rest = text.get(body..).unwrap_or_default();
        let length =
            memmem::find(rest.as_bytes(), b"-----END ").unwrap_or_else(|| rest.len().min(4000));
        let length = rest.floor_char_boundary(length);
        let signs = rest[..length]
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .count();
        let end_line = format!("-----END {label}-----");
        let closed = rest[length..].starts_with(&end_line);
        let end = body + length + if closed { end_line.len() } else { 0 };
        if signs >= 40 && !rest[..length].contains("...") {
            found.push(Found::new(Kind::PrivateKey, start, end, "PEM"));
        }
        from = end.max(from);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_whole_keys() {
        let ends = |text: &str| {
            let mut found = Vec::new();
            find(text, &mut found);
            found
                .iter()
                .map(|it| (it.start, it.end))
                .collect::<Vec<_>>()
        };
        let begin = format!("-----BEGIN RSA PRIVATE{} KEY-----", "");
        let body = "MIIEowIBAAKCAQEAx7Qm0v2ZtB3kqYy8".repeat(3);
        let key = format!("{begin}\n{body}\n-----END RSA PRIVATE KEY-----");
        assert_eq!(ends(&format!("a {key} b")), [(2, 2 + key.len())]);
        assert_eq!(ends(&format!("{begin}\n{body}")).len(), 1);
        assert!(ends(&format!("{begin}\n...\n-----END RSA PRIVATE KEY-----")).is_empty());
        assert!(ends(&key.replace("RSA PRIVATE", "PUBLIC")).is_empty());
    }
}

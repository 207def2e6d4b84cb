//! JSON Web Tokens: three parts of base64url, the first an object with `alg`. The token that jwt.io shows everybody belongs to nobody.

use memchr::memmem;

use crate::found::{Found, Kind};

/// The payload of jwt.io's token up to `"name":"John Doe"`.
const SAMPLE: &str = "eyJzdWIiOiIxMjM0NTY3ODkw";

/// Adds the tokens of a text.
pub(super) fn find(text: &str, with_test_values: bool, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut reached = 0;
    for start in memmem::find_iter(bytes, b"eyJ") {
        if start < reached || (start > 0 && is_sign(bytes[start - 1])) {
            continue;
        }
        let mut ends = [start; 3];
        let mut at = start;
        for end in &mut ends {
            at += bytes[at..]
                .iter()
                .take_while(|byte| is_sign(**byte))
                .count();
            *end = at;
            at += usize::from(bytes.get(at) == Some(&b'.'));
        }
        reached = ends[2];
        let [header, payload, signature] = ends;
        let parted = payload > header + 10 && signature > payload + 10;
        if !parted || !names_algorithm(&bytes[start..header]) {
            continue;
        }
        if with_test_values || !text[header + 1..].starts_with(SAMPLE) {
            found.push(Found::new(Kind::Token, start, signature, "JWT"));
        }
    }
}

fn is_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether the first bytes of base64url hold `"alg"`.
fn names_algorithm(header: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(header.len());
    for four in header[..header.len().min(400)].chunks(4) {
        let bits = four
            .iter()
            .fold(0_u32, |bits, byte| bits << 6 | value(*byte))
            << (6 * (4 - four.len()));
        decoded.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    memmem::find(&decoded, b"\"alg\"").is_some()
}

fn value(byte: u8) -> u32 {
    u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        _ => 63,
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_tokens() {
        let count = |text: &str| {
            let mut found = Vec::new();
            find(text, false, &mut found);
            found.len()
        };
        let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
        assert_eq!(
            count(&format!(
                "Bearer {header}.eyJzdWIiOiI0MjA3MSIsInJvbGUiOiJhZG1pbiJ9.c2lnbmF0dXJlLW9mLXRva2Vu"
            )),
            1
        );
        assert_eq!(
            count(&format!(
                "{header}.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4ifQ.c2lnbmF0dXJlLW9mLXRva2Vu"
            )),
            0
        );
        assert_eq!(
            count("eyJub3QiOiJhIHRva2VuIn0.eyJub3QiOiJhIHRva2VuIn0.abcdefghijklmnop"),
            0
        );
        assert_eq!(count(header), 0);
    }
}

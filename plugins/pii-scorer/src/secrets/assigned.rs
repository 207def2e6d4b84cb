//! Secrets that their name gives away: `api_key = "…"`, `Authorization: Bearer …`, `AccountKey=…`, `password: …`.
//!
//! The value must look random (a password may also be a word with digits) and must not be a placeholder.

use aho_corasick::AhoCorasick;

use super::{is_mixed, is_placeholder, is_random};
use crate::found::{Found, Kind};

/// Names in lower case, and whether they name a password.
const NAMES: [(&str, bool); 22] = [
    ("api_key", false),
    ("api-key", false),
    ("apikey", false),
    ("api key", false),
    ("access_key", false),
    ("accesskey", false),
    ("accountkey", false),
    ("sharedaccesskey", false),
    ("secret_key", false),
    ("secretkey", false),
    ("secret_access_key", false),
    ("client_secret", false),
    ("clientsecret", false),
    ("auth_token", false),
    ("access_token", false),
    ("accesstoken", false),
    ("refresh_token", false),
    ("bearer", false),
    ("private_key", false),
    ("password", true),
    ("passwd", true),
    ("pwd", true),
];

/// Fewest signs of a token and of a password.
const FEWEST: [usize; 2] = [16, 8];
const LONGEST: usize = 300;

/// Finds the names.
pub(super) fn needles() -> Result<AhoCorasick, String> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(NAMES.iter().map(|(name, _)| name))
        .map_err(|error| format!("the names of secrets can not be searched: {error}"))
}

/// Adds the secrets of a text.
pub(super) fn find(
    text: &str,
    needles: &AhoCorasick,
    with_test_values: bool,
    found: &mut Vec<Found>,
) {
    for hit in needles.find_iter(text) {
        let (name, is_password) = NAMES[hit.pattern().as_usize()];
        let Some(start) = value_start(text, hit.end(), name == "bearer") else {
            continue;
        };
        let is_sign = |byte: &u8| {
            byte.is_ascii_graphic()
                && !b"\"'`,;<>()\\".contains(byte)
                && (is_password || *byte != b'&')
        };
        let rest = &text.as_bytes()[start..text.len().min(start + LONGEST + 1)];
        let length = rest.iter().take_while(|byte| is_sign(byte)).count();
        let value = text[start..start + length].trim_end_matches(['.', '?', ':']);
        let fits = if is_password {
            is_password_like(value)
        } else {
            is_token(value)
        };
        if fits && (with_test_values || !is_placeholder(value)) {
            let kind = if is_password {
                Kind::Password
            } else {
                Kind::Token
            };
            found.push(Found::new(kind, start, start + value.len(), "assignment"));
        }
    }
}

/// After the name: perhaps a closing quotation mark, `=` or `:` (or a blank after `Bearer`), perhaps an opening one.
fn value_start(text: &str, end: usize, blank_does: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let skip = |mut at: usize, signs: &[u8]| {
        while bytes.get(at).is_some_and(|byte| signs.contains(byte)) && at < end + 12 {
            at += 1;
        }
        at
    };
    let named = skip(end, b"\"'`] *_");
    let named = if text[named..].starts_with("is") {
        skip(named + 2, b" ")
    } else {
        named
    };
    let assigned = skip(named, b"=:>");
    let parted = assigned > named || (blank_does && named > end);
    parted.then(|| skip(assigned, b" \"'`*"))
}

fn is_token(value: &str) -> bool {
    let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./+=~".contains(&byte);
    (FEWEST[0]..=LONGEST).contains(&value.len())
        && value.bytes().all(signs)
        && is_mixed(value)
        && is_random(value)
}

/// Letters and digits both, and no call or path of a program.
fn is_password_like(value: &str) -> bool {
    (FEWEST[1]..=64).contains(&value.len())
        && is_mixed(value)
        && !value.contains(['[', '{', '/'])
        && !value.contains("::")
}

#[cfg(test)]
mod tests {
    use super::{find, needles};

    #[test]
    fn finds_values_and_nothing_like_them() {
        let needles = needles().unwrap();
        let values = |text: &str| {
            let mut found = Vec::new();
            find(text, &needles, false, &mut found);
            found
                .iter()
                .map(|it| text[it.start..it.end].to_owned())
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("api_key=9f8Qz71LmXw20RtYb4", vec!["9f8Qz71LmXw20RtYb4"]),
            (
                "\"apiKey\": \"9f8Qz71LmXw20RtYb4\",",
                vec!["9f8Qz71LmXw20RtYb4"],
            ),
            (
                "Authorization: Bearer 9f8Qz71LmXw20RtYb4",
                vec!["9f8Qz71LmXw20RtYb4"],
            ),
            ("The password is: tr0ub4dor&3", vec!["tr0ub4dor&3"]),
            ("Password: Sommer2024!", vec!["Sommer2024!"]),
            ("api_key = os.environ['API_KEY_2024_PRODUCTION']", vec![]),
            ("api_key: your_api_key_here_123456", vec![]),
            ("password: string, pwd=abc", vec![]),
            ("a bearer of 3 good news items", vec![]),
            ("access_token: aaaaaaaaaaaaaaaa1111", vec![]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }
}

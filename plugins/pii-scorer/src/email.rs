//! Email addresses, looked for from their `@`. Addresses at names reserved for examples belong to nobody, nor does `noreply@`.

use memchr::memchr_iter;

use crate::found::{Found, Kind};

/// Longest local part and domain by RFC 5321.
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;

/// Endings of file names that follow an `@` in names such as `icon@2x.png`, and are no top-level domains.
const FILE_ENDINGS: [&str; 22] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "mjs", "ts", "tsx", "jsx", "css",
    "scss", "json", "yaml", "yml", "html", "xml", "txt", "pdf", "service",
];
/// Top-level domains of RFC 2606 and RFC 6761, and what people use like them.
const RESERVED_ENDINGS: [&str; 6] = [
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
];
const RESERVED_DOMAINS: [&str; 10] = [
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "domain.com",
    "yourdomain.com",
    "yourcompany.com",
    "mydomain.com",
    "email.com",
    "company.com",
];
const NOBODY: [&str; 8] = [
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "mailer-daemon",
    "postmaster",
    "git",
];

/// Adds the addresses of a text.
pub(crate) fn find(text: &str, with_test_values: bool, found: &mut Vec<Found>) {
    for at in memchr_iter(b'@', text.as_bytes()) {
        let Some((start, end)) = address(text, at) else {
            continue;
        };
        if with_test_values || !is_nobodys(&text[start..at], &text[at + 1..end]) {
            found.push(Found::new(Kind::Email, start, end, ""));
        }
    }
}

fn address(text: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_local =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-'&".contains(byte) || *byte >= 0x80;
    let local = bytes[at.saturating_sub(LONGEST_LOCAL + 1)..at]
        .iter()
        .rev()
        .take_while(|byte| is_local(byte))
        .count();
    if local > LONGEST_LOCAL {
        return None;
    }
    let raw = text.get(at - local..at)?;
    // Why: sentences put quotation marks, dashes and CJK text right before an address.
    let tail = raw.rfind(|letter: char| {
        !letter.is_alphanumeric() && !letter.is_ascii() || is_unspaced(letter)
    });
    let raw = tail.map_or(raw, |cut| {
        raw[cut..].trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric())
    });
    let local = raw.trim_start_matches(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    if local.is_empty() || local.ends_with('.') || local.contains("..") {
        return None;
    }
    let start = at - local.len();
    if in_link(&text[..start]) {
        return None;
    }
    let is_domain = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(*byte);
    let rest = &bytes[at + 1..bytes.len().min(at + 2 + LONGEST_DOMAIN)];
    let length = rest.iter().take_while(is_domain).count();
    let domain = text
        .get(at + 1..at + 1 + length)?
        .trim_end_matches(['.', '-']);
    is_domain_name(domain).then_some((start, at + 1 + domain.len()))
}

/// Whether a link or its password stands right before: `https://user:password@host`.
fn in_link(before: &str) -> bool {
    if !before.ends_with(['/', ':']) {
        return false;
    }
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(200))..];
    let word = near.rsplit(char::is_whitespace).next();
    word.is_some_and(|word| word.contains("://"))
}

/// A letter of a script that is written without spaces.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{FF00}'..='\u{FFEF}')
}

fn is_domain_name(domain: &str) -> bool {
    let Some((_, ending)) = domain.rsplit_once('.') else {
        return false;
    };
    let ending_fits = ending.len() >= 2
        && (ending.bytes().all(|byte| byte.is_ascii_alphabetic()) || ending.starts_with("xn--"))
        && !FILE_ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
    let label_fits = |label: &str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    ending_fits && domain.split('.').all(label_fits)
}

fn is_nobodys(local: &str, domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    let ending = domain.rsplit('.').next().unwrap_or_default();
    let of = |reserved: &str| {
        domain
            .strip_suffix(reserved)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    RESERVED_ENDINGS.contains(&ending)
        || RESERVED_DOMAINS.iter().any(|reserved| of(reserved))
        || NOBODY.contains(&local.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_addresses_and_nothing_like_them() {
        let emails = |text: &str| {
            let mut found = Vec::new();
            find(text, false, &mut found);
            found
                .iter()
                .map(|it| text[it.start..it.end].to_owned())
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            (
                "Write to jane.doe+news@mail.acme.co.uk.",
                vec!["jane.doe+news@mail.acme.co.uk"],
            ),
            ("<a@b.io>, 'c@d.de'", vec!["a@b.io", "c@d.de"]),
            ("联系jane@acme.cn吧", vec!["jane@acme.cn"]),
            ("mailto:jane@acme.org?subject=x", vec!["jane@acme.org"]),
            ("jürgen@müller.de", vec![]),
            ("“jane@acme.org”", vec!["jane@acme.org"]),
            ("jane@example.com, x@mail.example.org, y@foo.test", vec![]),
            (
                "icon@2x.png, @user, a@b, pkg@1.2.3, git@github.com:a/b",
                vec![],
            ),
            ("noreply@acme.org", vec![]),
            ("postgres://joe:pw@db.acme.org/x", vec![]),
            ("@@a@@b@c.de", vec!["b@c.de"]),
        ] {
            assert_eq!(emails(text), expected, "{text}");
        }
    }
}

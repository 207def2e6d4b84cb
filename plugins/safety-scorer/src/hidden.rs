//! Characters that hide text: zero-width signs, directions that are turned around, tag characters, runs of variation selectors; and words
//! that mix Latin letters with look-alikes.
//!
//! Joiners between letters of scripts that need them, and tags and selectors of emoji, are what they are for.

use crate::mark::{Found, Mark};

/// Adds what hides.
pub(crate) fn find(text: &str, found: &mut Vec<Found>) {
    let right_to_left = text.chars().any(is_right_to_left);
    let mut before = [None, None];
    let mut flag = false;
    let mut selectors = 0;
    for (at, letter) in text.char_indices() {
        let next = || text[at + letter.len_utf8()..].chars().next();
        flag = letter == '\u{1F3F4}' || (flag && is_tag(letter));
        selectors = if matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}') {
            selectors + 1
        } else {
            0
        };
        let latin = |letter: Option<char>| letter.is_some_and(|it| it.is_ascii_alphanumeric());
        let detail = match letter {
            '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{180E}' => Some("zero-width"),
            '\u{FEFF}' if at > 0 => Some("zero-width"),
            '\u{200C}' | '\u{200D}' if latin(before[0]) && latin(next()) => Some("zero-width"),
            '\u{202D}' | '\u{202E}' => Some("direction override"),
            '\u{202A}' | '\u{202B}' | '\u{2066}'..='\u{2068}' if !right_to_left => {
                Some("direction")
            }
            _ if is_tag(letter) && !flag => Some("tag"),
            _ if selectors >= 3 => Some("variation selector"),
            _ => None,
        };
        if let Some(detail) = detail {
            push(at, at + letter.len_utf8(), detail, found);
        }
        before = [Some(letter), before[0]];
    }
}

/// Adds one sign; signs that follow each other are one finding.
fn push(start: usize, end: usize, detail: &'static str, found: &mut Vec<Found>) {
    match found
        .last_mut()
        .filter(|last| last.end == start && last.detail == detail)
    {
        Some(last) => last.end = end,
        None => found.push(Found {
            mark: Mark::HiddenText,
            start,
            end,
            detail,
        }),
    }
}

fn is_tag(letter: char) -> bool {
    matches!(letter, '\u{E0000}'..='\u{E007F}')
}

fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// What tag characters spell, one letter each.
pub(crate) fn tag_text(text: &str) -> String {
    let tags = text
        .chars()
        .filter(|letter| matches!(letter, '\u{E0020}'..='\u{E007E}'));
    tags.filter_map(|letter| char::from_u32(u32::from(letter) - 0xE0000))
        .collect()
}

/// Adds words that mix Latin letters with Cyrillic or Greek ones that look like them.
pub(crate) fn find_homoglyphs(text: &str, found: &mut Vec<Found>) {
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            None if letter.is_alphabetic() => start = Some(at),
            Some(first) if !letter.is_alphabetic() => {
                if is_mixed(&text[first..at]) {
                    found.push(Found {
                        mark: Mark::Homoglyphs,
                        start: first,
                        end: at,
                        detail: "",
                    });
                }
                start = None;
            }
            _ => {}
        }
    }
}

fn is_mixed(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let count = |fits: fn(char) -> bool| word.chars().filter(|letter| fits(*letter)).count();
    let (latin, alike) = (
        count(|letter| letter.is_ascii_alphabetic()),
        count(is_look_alike),
    );
    let others = word.chars().count() - latin - alike;
    // Why: units and formulas have one Greek letter and few Latin ones; one Latin letter in a Cyrillic word is a name such as `T-34`.
    latin >= 2 && alike >= 1 && others == 0
}

/// Cyrillic and Greek letters that look like Latin ones.
fn is_look_alike(letter: char) -> bool {
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅ".contains(letter) || "ανοριΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::{find, find_homoglyphs, tag_text};

    #[test]
    fn finds_what_hides_and_leaves_writing_alone() {
        let details = |text: &str| {
            let mut found = Vec::new();
            find(text, &mut found);
            find_homoglyphs(text, &mut found);
            found.iter().map(|it| it.detail).collect::<Vec<_>>()
        };
        assert_eq!(details("pay\u{200B}\u{200B}pal"), ["zero-width"]);
        assert_eq!(details("a\u{202E}cod.exe"), ["direction override"]);
        assert_eq!(details("x\u{E0049}\u{E0067}"), ["tag"]);
        assert_eq!(
            details("a\u{E0101}\u{E0102}\u{E0103}\u{E0104}"),
            ["variation selector"]
        );
        assert_eq!(details("раypal and pаypal"), ["", ""]);
        assert_eq!(tag_text("x\u{E0049}\u{E0067}"), "Ig");
        for none in [
            "\u{FEFF}Hello",
            "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "שלום \u{2067}abc\u{2069}",
            "5 μm, Ω, Δt, αβ, café, Straße, привет",
        ] {
            assert_eq!(details(none), Vec::<&str>::new(), "{none}");
        }
    }
}

//! No text holds what UTF-8 looks like when it was read as Windows-1252 or Latin-1. Only sequences that mean nothing in any language count.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "mojibake",
    summary: "a text was read in the wrong encoding",
    page: include_str!("../../rules/mojibake.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// The first byte of every letter that a sequence begins with: Ã, Â, Ð, â, ð, ï and ã.
const LEAD: u8 = 0xc3;

/// Whether a text holds something that [`find`] has to look at; cheap, also where every second letter has an accent.
pub(crate) fn may_be_misread(text: &[u8]) -> bool {
    const LANES: usize = 32;
    let (Some(second), Some(third)) = (text.get(1..), text.get(2..)) else {
        return false;
    };
    // Why: without branches the compiler looks at many places at a time.
    let look = |first: u8, second: u8, third: u8| {
        let letter = (second == 0x82)
            | (second == 0x83)
            | (second == 0x90)
            | (second == 0xa2)
            | (second == 0xa3)
            | (second == 0xaf)
            | (second == 0xb0);
        u8::from((first == LEAD) & letter) & (third >> 7)
    };
    let mut seen = [0; LANES];
    let chunks = text.as_chunks::<LANES>().0.iter();
    let chunks = chunks.zip(second.as_chunks::<LANES>().0);
    let mut looked_at = 0;
    for ((first, second), third) in chunks.zip(third.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            seen[lane] |= look(first[lane], second[lane], third[lane]);
        }
        looked_at += LANES;
    }
    let rest = text[looked_at..].windows(3);
    let rest = rest.fold(0, |all, window| all | look(window[0], window[1], window[2]));
    seen.iter().fold(rest, |all, seen| all | seen) != 0
}

/// Whether bytes that begin with [`LEAD`] are the beginning of a sequence, if what comes before allows it.
fn begins_misread(bytes: &[u8]) -> bool {
    match bytes[1..] {
        // Ã, Â, Ð and a character that is no letter of ASCII.
        [0x83 | 0x82 | 0x90, next, ..] => next >= 0x80,
        // `â€` and `ã€`, or what Latin-1 makes of the same bytes.
        [0xa2, 0xe2, 0x82, 0xac, ..] | [0xa2, 0xc2, 0x80, ..] => true,
        [0xa3, 0xe2, 0x82, 0xac, ..] | [0xa3, 0xc2, 0x81, ..] => true,
        // `ðŸ`, of emoji.
        [0xb0, 0xc5, 0xb8, ..] | [0xb0, 0xc2, 0x9f, ..] => true,
        // `ï»¿` and `ï¿½`: a byte order mark and U+FFFD.
        [0xaf, 0xc2, 0xbb, 0xc2, 0xbf, ..] | [0xaf, 0xc2, 0xbf, 0xc2, 0xbd, ..] => true,
        _ => false,
    }
}

/// Where text begins that was read in the wrong encoding, and its length in bytes.
pub(crate) fn find(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut places = memchr::memchr_iter(LEAD, bytes).filter(|at| begins_misread(&bytes[*at..]));
    places.find_map(|at| {
        let mut letters = text[at..].chars();
        let (first, second) = (letters.next()?, letters.next()?);
        let before = text[..at].chars().next_back();
        let broken = match first {
            // Why: after a word in capitals these letters are real, and a quotation mark may follow them.
            'Ã' | 'Â' | 'Ð' => {
                is_continuation(second) && !before.is_some_and(char::is_uppercase)
            }
            _ => true,
        };
        let length = text[at..]
            .chars()
            .take_while(|letter| !letter.is_ascii())
            .take(4);
        broken.then(|| (at, length.map(char::len_utf8).sum()))
    })
}

/// Whether the letter is what a byte from 0x80 to 0xBF is read as.
fn is_continuation(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(letter)
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for suspect in conversation.suspects() {
        let Some((at, length)) = find(&suspect.text) else {
            continue;
        };
        let shown = quote(&suspect.text[at..at + length]);
        report
            .warning_at(
                suspect.value.place_in_text(at..at + length),
                format!("the text holds {shown}, UTF-8 that was read in another encoding"),
            )
            .because("the model learns to write these characters")
            .help("read the source as UTF-8 (`encoding=\"utf-8\"`) and write the file again");
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    /// Reads the bytes of a text one by one, as Latin-1 has them.
    fn misread(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn finds_misread_text_and_leaves_languages_alone() {
        for text in [
            "cafÃ©",
            "donâ€™t",
            "Â£5",
            "naÃ¯ve",
            "ðŸ˜€",
            "ï»¿a",
            "Ð¿Ñ€Ð¸",
            "a â€“ b",
            "Ã€ la",
        ] {
            assert!(find(text).is_some(), "{text}");
        }
        for text in ["é", "’", "£", "Привет", "😀", "à", "ß", "こんにちは", "°"]
        {
            let broken = misread(text);
            assert!(find(&broken).is_some(), "{text} as {broken}");
            assert_eq!(find(text), None);
        }
        for text in [
            "Não, SÃO PAULO, AMANHû",
            "Ânimo, ÂME, «HÂ»",
            "Það er ÞAÐ",
            "crème brûlée, 5 €, garçon, â, ã, ï",
            "irmã, maçã",
            "plain",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}

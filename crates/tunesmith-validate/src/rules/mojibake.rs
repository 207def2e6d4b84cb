//! No text holds what UTF-8 looks like when it was read as Windows-1252 or Latin-1. Only sequences that mean nothing in any language count.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
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

/// What every finding begins with; the last one is looked for by `replacement-character`.
pub(crate) const TRACES: [&str; 12] = [
    "Ã", "Â", "â€", "â\u{80}", "ðŸ", "ð\u{9f}", "ï»¿", "ï¿½", "Ð", "ã€", "ã\u{81}", "\u{fffd}",
];

/// Where text begins that was read in the wrong encoding, and its length in bytes.
pub(crate) fn find(text: &str) -> Option<(usize, usize)> {
    static SEARCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostFirst);
        builder.build(&TRACES[..TRACES.len() - 1]).ok()
    });
    if text.is_ascii() {
        return None;
    }
    let mut found = SEARCHER.as_ref()?.find_iter(text);
    found.find_map(|found| {
        let rest = &text[found.start()..];
        let mut letters = rest.chars();
        let (first, second) = (letters.next()?, letters.next()?);
        let before = text[..found.start()].chars().next_back();
        let broken = match first {
            // Why: after a word in capitals these letters are real, and a quotation mark may follow them.
            'Ã' | 'Â' | 'Ð' => {
                is_continuation(second) && !before.is_some_and(char::is_uppercase)
            }
            _ => true,
        };
        let length = rest.chars().take_while(|letter| !letter.is_ascii()).take(4);
        broken.then(|| (found.start(), length.map(char::len_utf8).sum()))
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

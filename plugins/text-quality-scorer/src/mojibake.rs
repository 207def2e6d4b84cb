//! Text that was decoded with the wrong table: `Ã©` for `é`, `â€™` for `’`, U+FFFD.

use tunesmith_plugin_sdk::Finding;

use crate::quote::quote;

/// Looks for wrongly decoded characters; returns how many there are.
pub(crate) fn check(text: &str, found: &mut Vec<Finding>) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let mut first = None;
    let mut count = 0;
    for at in 0..letters.len() {
        if is_mojibake(
            letters[at],
            letters.get(at + 1).copied(),
            letters.get(at + 2).copied(),
        ) {
            first = first.or(Some(at));
            count += 1;
        }
    }
    if let Some(at) = first {
        let around: String = letters[at.saturating_sub(20)..(at + 20).min(letters.len())]
            .iter()
            .collect();
        let words = format!("the text was decoded wrongly near {}", quote(&around));
        found.push(Finding::new("mojibake", 0.6, words));
    }
    count
}

fn is_mojibake(first: char, second: Option<char>, third: Option<char>) -> bool {
    let Some(second) = second else {
        return first == '\u{FFFD}';
    };
    match first {
        '\u{FFFD}' => true,
        'â' => second == '€' || second == '\u{80}',
        'Ã' | 'Â' => is_continuation(second) && !is_quotation(second),
        'Ð' | 'Ñ' => is_continuation(second) && matches!(third, Some('Ð' | 'Ñ')),
        'ð' => second == 'Ÿ',
        'ï' => (second == '»' && third == Some('¿')) || (second == '¿' && third == Some('½')),
        _ => false,
    }
}

/// What a UTF-8 continuation byte becomes when read as Latin-1 or Windows-1252.
fn is_continuation(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{BF}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(letter)
}

/// Characters that may well follow a real `Ã` or `Â` at the end of a word.
fn is_quotation(letter: char) -> bool {
    "‘’“”…–—«»·\u{A0}".contains(letter)
}

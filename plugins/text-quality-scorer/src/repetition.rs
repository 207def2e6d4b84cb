//! Text that goes round in circles: repeated word groups, repeated lines, loops.

use std::collections::BTreeSet;

use tunesmith_plugin_sdk::Finding;

use crate::prose::prose;
use crate::quote::quote;

/// Words of a group that counts as repeated.
const GROUP: usize = 3;
/// Fewer groups than this say nothing.
const FEWEST_GROUPS: usize = 24;
/// Fewer lines than this say nothing.
const FEWEST_LINES: usize = 4;
/// Shorter lines (`}`, `| --- |`) repeat by nature.
const SHORTEST_LINE: usize = 12;
/// Longest loop that is looked for, in words or, where a script has no spaces, in characters.
const LONGEST_LOOP: usize = 16;
/// How often a loop must come round, and how long it must be together.
const FEWEST_ROUNDS: usize = 4;
const SHORTEST_LOOPING: usize = 8;

/// Figures of one text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Repetition {
    /// Share of three-word groups that were there before.
    pub(crate) groups: f64,
    /// Share of lines that were there before.
    pub(crate) lines: f64,
}

/// Measures one text and says what is wrong above the limit.
pub(crate) fn check(text: &str, limit: f64, found: &mut Vec<Finding>) -> Repetition {
    let prose = prose(text);
    let lower = prose.to_lowercase();
    let words = words(&lower);
    let figures = Repetition {
        groups: repeated_groups(&words),
        lines: repeated_lines(&prose),
    };
    if let Some(piece) = looping(&words) {
        let words = format!("the answer loops on {}", quote(&piece));
        found.push(Finding::new("repetitive", 0.9, words));
    } else if figures.groups > limit || figures.lines > limit {
        let share = figures.groups.max(figures.lines);
        let percent = (share * 100.0).round();
        let words = format!(
            "{percent} % of the answer repeats what it said before: {}",
            quote(text)
        );
        found.push(Finding::new("repetitive", share.min(0.9), words));
    }
    figures
}

/// Words; single characters where the script has no spaces.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        if word.chars().any(has_no_spaces) {
            words.extend(word.split_inclusive(|_: char| true));
        } else {
            words.push(word);
        }
    }
    words
}

/// Scripts written without spaces: kana, Han, Thai.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter, '\u{0E00}'..='\u{0E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

fn repeated_groups(words: &[&str]) -> f64 {
    let groups = words.windows(GROUP);
    share_repeated(
        groups.filter(|group| group.iter().any(|word| is_word(word))),
        FEWEST_GROUPS,
    )
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

fn repeated_lines(prose: &str) -> f64 {
    let lines = prose.lines().map(str::trim);
    share_repeated(
        lines.filter(|line| line.chars().count() >= SHORTEST_LINE),
        FEWEST_LINES,
    )
}

fn share_repeated<T: Ord>(items: impl Iterator<Item = T>, fewest: usize) -> f64 {
    let mut seen = BTreeSet::new();
    let mut count = 0_usize;
    for item in items {
        seen.insert(item);
        count += 1;
    }
    if count < fewest {
        0.0
    } else {
        1.0 - seen.len() as f64 / count as f64
    }
}

/// The piece that comes round at least four times in a row.
fn looping(words: &[&str]) -> Option<String> {
    for length in 1..=LONGEST_LOOP {
        let needed = (length * (FEWEST_ROUNDS - 1)).max(SHORTEST_LOOPING - length.min(7));
        let mut run = 0;
        for at in length..words.len() {
            run = if words[at] == words[at - length] {
                run + 1
            } else {
                0
            };
            let piece = &words[at + 1 - length..=at];
            if run >= needed && piece.iter().any(|word| is_word(word)) {
                return Some(piece.join(" "));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::check;

    fn marks(text: &str) -> usize {
        let mut found = Vec::new();
        check(text, 0.5, &mut found);
        found.len()
    }

    #[test]
    fn loops_and_only_loops() {
        assert_eq!(marks(&"very ".repeat(9)), 1);
        assert_eq!(marks(&"I will help you. ".repeat(5)), 1);
        assert_eq!(marks(&"好的".repeat(8)), 1);
        assert_eq!(marks("It was very, very good. No, no, no!"), 0);
        assert_eq!(marks("- - - - - - - - - - - -"), 0);
        assert_eq!(marks("1 1 1 1 1 1 1 1 1 1 1 1"), 0);
        assert_eq!(
            marks(&format!("```\n{}```\nDone.", "let x = 1;\n".repeat(9))),
            0
        );
    }
}

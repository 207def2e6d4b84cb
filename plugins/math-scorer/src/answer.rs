//! The final answer a solution states.

use crate::expression::{Evaluated, evaluate};
use crate::token::{Kind, tokens};

/// Where an answer is announced, in lower case. What is further down the text wins.
const MARKERS: [&str; 5] = ["####", "\\boxed{", "answer:", "answer is", "answer ="];

/// What a solution says its answer is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stated {
    /// Nothing announces an answer.
    Missing,
    /// An answer that is no number.
    Words(String),
    /// A number.
    Number(Evaluated),
}

/// The last answer the text announces, or the number the whole text is.
pub(crate) fn stated(text: &str) -> Stated {
    // Why: ASCII only, so that byte offsets stay those of the text.
    let lower = text.to_ascii_lowercase();
    let found = MARKERS
        .iter()
        .filter_map(|marker| lower.rfind(marker).map(|at| at + marker.len()))
        .max();
    let Some(at) = found else {
        return whole(text).map_or(Stated::Missing, Stated::Number);
    };
    let after = text.get(at..).unwrap_or_default();
    let line = after
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    if line.is_empty() {
        return Stated::Missing;
    }
    let all = tokens(line);
    let words = || Stated::Words(line.to_owned());
    // `x = 5`: the name is no part of the answer.
    let skipped = match all.iter().position(|token| token.kind == Kind::Equals) {
        Some(equals) if all[..equals].iter().all(is_name) => equals + 1,
        _ => all
            .iter()
            .take_while(|token| token.kind == Kind::Other)
            .count(),
    };
    evaluate(&all[skipped..]).map_or_else(words, Stated::Number)
}

fn is_name(token: &crate::token::Token<'_>) -> bool {
    matches!(token.kind, Kind::Unknown | Kind::Word | Kind::Other)
}

/// The value of a text that is nothing but one expression, with a unit or a final period at most.
pub(crate) fn whole(text: &str) -> Option<Evaluated> {
    let all = tokens(text.trim());
    let evaluated = evaluate(&all)?;
    let rest = &all[evaluated.length..];
    rest.iter()
        .all(|token| token.kind == Kind::Other)
        .then_some(evaluated)
}

#[cfg(test)]
mod tests {
    use super::{Stated, stated};

    #[test]
    fn finds_the_last_stated_answer() {
        let cases = [
            ("12 + 30 = 42\nAnswer: 42", "42"),
            ("#### 72!!!", "72"),
            ("#### 1,200", "1200"),
            ("So \\boxed{3/4}.", "0.75"),
            ("**Final answer:** $18", "18"),
            ("The answer is 7.", "7"),
            ("Answer: 5\nWait. Answer: 6", "6"),
            ("Answer: x = -5", "-5"),
            ("Answer:\n42 apples", "42"),
            ("42", "42"),
            ("42 apples.", "42"),
        ];
        for (text, expected) in cases {
            let Stated::Number(found) = stated(text) else {
                panic!("no number in {text}")
            };
            assert_eq!(found.value.to_string(), expected, "{text}");
        }
        assert_eq!(stated("Answer: yes"), Stated::Words("yes".into()));
        for text in ["", "She has 42 apples left", "Answer:", "Answer: \n\n"] {
            assert_eq!(stated(text), Stated::Missing, "{text}");
        }
    }
}

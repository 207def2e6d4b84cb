//! Questions that are nothing but an expression: "What is 12 + 30 × 2?".

use crate::expression::{Evaluated, evaluate};
use crate::token::{Kind, tokens};

/// Words that may stand around an expression without changing what is asked.
const COURTESIES: [&str; 30] = [
    "answer",
    "calculate",
    "can",
    "compute",
    "could",
    "determine",
    "evaluate",
    "exactly",
    "expression",
    "find",
    "following",
    "how",
    "is",
    "it",
    "me",
    "much",
    "out",
    "please",
    "question",
    "result",
    "solution",
    "solve",
    "step",
    "tell",
    "the",
    "this",
    "value",
    "what",
    "work",
    "you",
];

/// The value asked for, if the question is an expression with at least one operation and courtesies around it.
pub(crate) fn value_asked(question: &str) -> Option<Evaluated> {
    let all = tokens(question);
    let is_courtesy = |word: &str| {
        let word = word.to_lowercase();
        let word = word
            .strip_suffix("'s")
            .or(word.strip_suffix("’s"))
            .unwrap_or(&word);
        COURTESIES.contains(&word) || matches!(word, "of" | "by" | "for" | "result")
    };
    let first = all
        .iter()
        .position(|token| !matches!(token.kind, Kind::Word | Kind::Other))?;
    let evaluated = evaluate(&all[first..])?;
    let around = all[..first].iter().chain(&all[first + evaluated.length..]);
    let pure = around
        .filter(|token| !matches!(token.kind, Kind::Other | Kind::LineBreak | Kind::Equals))
        .all(|token| token.kind == Kind::Word && is_courtesy(token.text));
    let units = evaluated.units.iter().flat_map(|unit| unit.split(' '));
    let bare = units.clone().all(|word| is_courtesy(word) || word == "$");
    (pure && bare && evaluated.operations > 0).then_some(evaluated)
}

#[cfg(test)]
mod tests {
    use super::value_asked;

    #[test]
    fn reads_only_pure_questions() {
        let value = |text| value_asked(text).map(|evaluated| evaluated.value.to_string());
        let pure = [
            ("What is 12 + 30 × 2?", "72"),
            ("Please solve this: (3 + 4) * 5", "35"),
            ("Compute 7/5 + 9/5 step by step.", "3.2"),
            ("12 + 30 =", "42"),
            ("Calculate 20% of 50.", "10"),
        ];
        for (text, expected) in pure {
            assert_eq!(value(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "What is 12?",
            "Solve for x: 3x + 5 = 20",
            "She has 12 + 30 apples and eats 2. How many are left?",
            "What is 12 + 30 rounded to tens?",
            "What is half of 12 + 30?",
            "What is 3 + 4 and 5 + 6?",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}

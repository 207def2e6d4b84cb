//! A problem with its exact answer and the derivation of it.

/// Invariant: the answer is the only one, and the last step leads to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    pub(crate) question: String,
    pub(crate) steps: Vec<String>,
    pub(crate) answer: String,
}

impl Problem {
    /// The derivation, then the answer on a line of its own.
    pub(crate) fn worked(&self) -> String {
        format!("{}\nAnswer: {}", self.steps.join("\n"), self.answer)
    }
}

/// `1st`, `2nd` …
pub(crate) fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// `a, b and c`.
pub(crate) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A reduced fraction; a whole number without `/`.
pub(crate) fn fraction(numerator: i64, denominator: i64) -> String {
    let (mut left, mut right) = (numerator.abs(), denominator.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    let shared = left.max(1);
    match denominator / shared {
        1 => (numerator / shared).to_string(),
        reduced => format!("{}/{reduced}", numerator / shared),
    }
}

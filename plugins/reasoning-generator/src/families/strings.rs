//! Lists of words put through a few exact operations.

use crate::draw::Draw;
use crate::problem::Problem;

const WORDS: [&str; 24] = [
    "apple", "river", "stone", "cloud", "tiger", "lemon", "piano", "house", "garden", "silver",
    "window", "bread", "candle", "forest", "pepper", "mirror", "orange", "rabbit", "summer",
    "ticket", "violin", "yellow", "zebra", "basket",
];

/// One operation on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    ReverseList,
    Sort,
    ReverseEach,
    DropShort(usize),
    RotateLeft(usize),
    EverySecond,
    Capitals,
}

impl Operation {
    fn words(self) -> String {
        match self {
            Self::ReverseList => "reverse the order of the list".to_owned(),
            Self::Sort => "sort the list alphabetically".to_owned(),
            Self::ReverseEach => "write each word backwards".to_owned(),
            Self::DropShort(letters) => {
                format!("remove all words with fewer than {letters} letters")
            }
            Self::RotateLeft(by) => {
                format!("move the first {by} words, in their order, to the end of the list")
            }
            Self::EverySecond => "keep only the 1st, 3rd, 5th … word".to_owned(),
            Self::Capitals => "write each word in capital letters".to_owned(),
        }
    }

    pub(crate) fn run(self, list: &[String]) -> Vec<String> {
        let mut list = list.to_vec();
        match self {
            Self::ReverseList => list.reverse(),
            Self::Sort => list.sort_unstable(),
            Self::ReverseEach => list = list.iter().map(|it| it.chars().rev().collect()).collect(),
            Self::DropShort(letters) => list.retain(|it| it.len() >= letters),
            Self::RotateLeft(by) if !list.is_empty() => {
                let by = by % list.len();
                list.rotate_left(by);
            }
            Self::RotateLeft(_) => {}
            Self::EverySecond => list = list.into_iter().step_by(2).collect(),
            Self::Capitals => list = list.iter().map(|it| it.to_uppercase()).collect(),
        }
        list
    }
}

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let mut list: Vec<String> = draw
        .shuffled(&WORDS)
        .into_iter()
        .take(4 + usize::from(draw.difficulty))
        .map(str::to_owned)
        .collect();
    let by = draw.number(1, 3) as usize;
    let operations = [
        Operation::ReverseList,
        Operation::Sort,
        Operation::ReverseEach,
        Operation::RotateLeft(by),
        Operation::EverySecond,
        Operation::Capitals,
        Operation::DropShort(6),
    ];
    let mut chosen = draw.shuffled(&operations);
    chosen.truncate(usize::from(draw.difficulty));
    // Why: an empty list has no words to answer with.
    let mut tried = list.clone();
    chosen.retain(|operation| {
        let next = operation.run(&tried);
        let useful = !next.is_empty();
        if useful {
            tried = next;
        }
        useful
    });
    if chosen.is_empty() {
        chosen.push(Operation::Sort);
    }
    let todo: Vec<String> = chosen.iter().map(|it| it.words()).collect();
    let begun = list.join(", ");
    let mut steps = Vec::new();
    for operation in &chosen {
        list = operation.run(&list);
        let words = operation.words();
        steps.push(format!(
            "{}{}: {}",
            words[..1].to_uppercase(),
            &words[1..],
            list.join(", ")
        ));
    }
    let question = format!(
        "Take this list: {begun}. Do this in order: {}. What is the list then? Answer with the words, separated by commas.",
        todo.join("; then ")
    );
    Problem {
        question,
        steps,
        answer: list.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::{Operation, build};
    use crate::draw::Draw;

    #[test]
    fn operations_do_what_their_words_say() {
        let list = ["beta", "alpha", "gammas"].map(str::to_owned);
        let check =
            |operation: Operation, expect: &str| assert_eq!(operation.run(&list).join(" "), expect);
        check(Operation::ReverseList, "gammas alpha beta");
        check(Operation::Sort, "alpha beta gammas");
        check(Operation::ReverseEach, "ateb ahpla sammag");
        check(Operation::DropShort(5), "alpha gammas");
        check(Operation::RotateLeft(1), "alpha gammas beta");
        check(Operation::RotateLeft(4), "alpha gammas beta");
        check(Operation::EverySecond, "beta gammas");
        check(Operation::Capitals, "BETA ALPHA GAMMAS");
    }

    #[test]
    fn no_list_ends_empty_and_every_step_follows() {
        for rng_seed in 0..300 {
            for difficulty in 1..=3 {
                let problem = build(&mut Draw::new(rng_seed, difficulty, &[]));
                assert!(!problem.answer.is_empty());
                assert!(problem.steps.last().unwrap().ends_with(&problem.answer));
                let (_, last) = problem.steps.last().unwrap().split_once(": ").unwrap();
                assert_eq!(last, problem.answer);
            }
        }
    }
}

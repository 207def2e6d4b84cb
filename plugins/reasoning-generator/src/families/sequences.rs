//! Sequences whose rule is told, so that there is one answer and not the likeliest.

use crate::draw::Draw;
use crate::problem::{Problem, ordinal};

/// How the next number comes from what is there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    Add(i64),
    TimesAdd(i64, i64),
    /// The first number is added in odd steps, the second in even ones.
    Alternate(i64, i64),
    SumOfTwo(i64),
}

impl Rule {
    fn words(self) -> String {
        match self {
            Self::Add(by) => format!("each number is {by} more than the one before"),
            Self::TimesAdd(by, more) => {
                format!("each number is {by} times the one before, plus {more}")
            }
            Self::Alternate(odd, even) => {
                format!("{odd} and {even} are added in turn, {odd} first")
            }
            Self::SumOfTwo(0) => "each number is the sum of the two before".to_owned(),
            Self::SumOfTwo(more) => {
                format!("each number is the sum of the two before, plus {more}")
            }
        }
    }

    /// The next number and how it is computed.
    fn next(self, numbers: &[i64]) -> (i64, String) {
        let last = numbers.last().copied().unwrap_or_default();
        let before = numbers.iter().rev().nth(1).copied().unwrap_or_default();
        match self {
            Self::Add(by) => (last + by, format!("{last} + {by}")),
            Self::TimesAdd(by, more) => (last * by + more, format!("{last} * {by} + {more}")),
            Self::Alternate(odd, even) => {
                let by = if numbers.len() % 2 == 1 { odd } else { even };
                (last + by, format!("{last} + {by}"))
            }
            Self::SumOfTwo(0) => (before + last, format!("{before} + {last}")),
            Self::SumOfTwo(more) => (before + last + more, format!("{before} + {last} + {more}")),
        }
    }
}

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let (rule, length) = match draw.difficulty {
        1 => (Rule::Add(draw.number(3, 60)), draw.number(5, 8)),
        2 => {
            let odd = draw.number(2, 30);
            (
                Rule::Alternate(odd, odd + draw.number(1, 20)),
                draw.number(6, 9),
            )
        }
        _ => {
            let times = Rule::TimesAdd(draw.number(2, 4), draw.number(1, 9));
            let sums = Rule::SumOfTwo(draw.number(0, 9));
            (draw.pick(&[times, sums]), draw.number(6, 7))
        }
    };
    let mut numbers = vec![draw.number(1, 20)];
    if matches!(rule, Rule::SumOfTwo(_)) {
        numbers.push(draw.number(1, 20));
    }
    let shown: Vec<String> = numbers.iter().map(i64::to_string).collect();
    let mut steps = Vec::new();
    while numbers.len() < length as usize {
        let (next, how) = rule.next(&numbers);
        numbers.push(next);
        steps.push(format!(
            "The {} number: {how} = {next}",
            ordinal(numbers.len())
        ));
    }
    let answer = numbers.last().copied().unwrap_or_default().to_string();
    let question = format!(
        "A sequence begins with {}; {}. What is its {} number?",
        shown.join(", "),
        rule.words(),
        ordinal(length as usize)
    );
    Problem {
        question,
        steps,
        answer,
    }
}

#[cfg(test)]
mod tests {
    use super::build;
    use crate::draw::Draw;

    #[test]
    fn sums_in_closed_form_agree() {
        for rng_seed in 0..200 {
            let numbers = |text: &str| -> Vec<i64> {
                let digits = text.split(|it: char| !it.is_ascii_digit());
                digits.filter_map(|it| it.parse().ok()).collect()
            };
            let one = build(&mut Draw::new(rng_seed, 1, &[]));
            let given = numbers(&one.question);
            assert_eq!(
                one.answer,
                (given[0] + given[1] * (given[2] - 1)).to_string()
            );
            let two = build(&mut Draw::new(rng_seed, 2, &[]));
            let given = numbers(&two.question);
            let (odd, even) = (given[4] / 2, (given[4] - 1) / 2);
            assert_eq!(
                two.answer,
                (given[0] + given[1] * odd + given[2] * even).to_string()
            );
        }
    }
}

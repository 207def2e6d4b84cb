//! Small chances as exact fractions.

use crate::draw::Draw;
use crate::problem::{Problem, fraction};

const COLOURS: [[&str; 2]; 4] = [
    ["red", "blue"],
    ["green", "white"],
    ["black", "yellow"],
    ["orange", "purple"],
];

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let [one, other] = draw.pick(&COLOURS);
    let form = "Answer with a reduced fraction such as 3/4.";
    match draw.difficulty {
        1 => {
            let (a, b) = (draw.number(2, 20), draw.number(2, 20));
            let total = a + b;
            let answer = fraction(a, total);
            Problem {
                question: format!(
                    "A bag holds {a} {one} and {b} {other} balls. One is drawn blindly. What is the probability that it is {one}? {form}"
                ),
                steps: vec![
                    format!("There are {a} + {b} = {total} balls, {a} of them {one}."),
                    format!("The probability is {a}/{total}{}.", equal(a, total)),
                ],
                answer,
            }
        }
        2 => {
            let sides = draw.pick(&[4, 6, 8]);
            let least = draw.number(4, 2 * sides - 1);
            let ways: Vec<i64> = (least..=2 * sides)
                .map(|sum| sides - (sum - sides - 1).abs())
                .collect();
            let count: i64 = ways.iter().sum();
            let total = sides * sides;
            let list: Vec<String> = (least..=2 * sides)
                .zip(&ways)
                .map(|(sum, ways)| format!("{sum} in {ways}"))
                .collect();
            Problem {
                question: format!(
                    "Two fair dice with {sides} sides each, numbered from 1, are thrown. What is the probability that they sum to at least {least}? {form}"
                ),
                steps: vec![
                    format!("There are {sides} * {sides} = {total} equally likely throws."),
                    format!("Number of throws for each sum: {}.", list.join(", ")),
                    format!(
                        "Together these are {count} throws, so the probability is {count}/{total}{}.",
                        equal(count, total)
                    ),
                ],
                answer: fraction(count, total),
            }
        }
        _ => {
            let (a, b) = (draw.number(2, 9), draw.number(2, 9));
            let total = a + b;
            let (same_a, same_b) = (a * (a - 1), b * (b - 1));
            let (same, all) = (same_a + same_b, total * (total - 1));
            Problem {
                question: format!(
                    "A bag holds {a} {one} and {b} {other} balls. Two are drawn blindly, one after the other, without putting the first back. What is the probability that both have the same colour? {form}"
                ),
                steps: vec![
                    format!(
                        "There are {total} balls, so two can be drawn in order in {total} * {} = {all} ways.",
                        total - 1
                    ),
                    format!("Both {one}: {a} * {} = {same_a} ways.", a - 1),
                    format!("Both {other}: {b} * {} = {same_b} ways.", b - 1),
                    format!(
                        "Together {same_a} + {same_b} = {same} ways, so the probability is {same}/{all}{}.",
                        equal(same, all)
                    ),
                ],
                answer: fraction(same, all),
            }
        }
    }
}

/// ` = 1/2` where a fraction can be reduced.
fn equal(numerator: i64, denominator: i64) -> String {
    let reduced = fraction(numerator, denominator);
    if reduced == format!("{numerator}/{denominator}") {
        String::new()
    } else {
        format!(" = {reduced}")
    }
}

#[cfg(test)]
mod tests {
    use super::{build, fraction};
    use crate::draw::Draw;

    /// Counts every throw and every pair of balls.
    #[test]
    fn counting_all_cases_gives_the_same() {
        let numbers = |text: &str| -> Vec<i64> {
            let digits = text.split(|it: char| !it.is_ascii_digit());
            digits.filter_map(|it| it.parse().ok()).collect()
        };
        for rng_seed in 0..200 {
            let dice = build(&mut Draw::new(rng_seed, 2, &[]));
            let given = numbers(&dice.question);
            let (sides, least) = (given[0], given[2]);
            let throws = (1..=sides).flat_map(|left| (1..=sides).map(move |right| left + right));
            let count = throws.filter(|it| *it >= least).count() as i64;
            assert_eq!(dice.answer, fraction(count, sides * sides));

            let balls = build(&mut Draw::new(rng_seed, 3, &[]));
            let given = numbers(&balls.question);
            let bag: Vec<bool> = (0..given[0] + given[1]).map(|it| it < given[0]).collect();
            let pairs = (0..bag.len()).flat_map(|left| {
                (0..bag.len())
                    .filter(move |right| *right != left)
                    .map(move |right| (left, right))
            });
            let (mut same, mut all) = (0, 0);
            for (left, right) in pairs {
                all += 1;
                same += i64::from(bag[left] == bag[right]);
            }
            assert_eq!(balls.answer, fraction(same, all));
        }
    }
}

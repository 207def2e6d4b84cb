//! Conversion of units, with whole results only.

use crate::draw::Draw;
use crate::problem::Problem;

/// One of the large unit, several, the small unit, how many of it make a large one.
const PAIRS: [(&str, &str, &str, i64); 8] = [
    ("1 kilometre", "kilometres", "metres", 1000),
    ("1 metre", "metres", "centimetres", 100),
    ("1 kilogram", "kilograms", "grams", 1000),
    ("1 litre", "litres", "millilitres", 1000),
    ("1 hour", "hours", "minutes", 60),
    ("1 minute", "minutes", "seconds", 60),
    ("1 day", "days", "hours", 24),
    ("1 dozen", "dozen", "pieces", 12),
];

/// Beginning of the question, large unit, parts, small unit, factor, sizes of a part.
type Share = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static [i64],
);

/// What is shared out into equal parts: all of it, in a large unit, and one part in the small unit.
const SHARES: [Share; 3] = [
    (
        "A tank holds",
        "litres",
        "cups",
        "millilitres",
        1000,
        &[125, 200, 250, 500],
    ),
    (
        "A sack holds",
        "kilograms",
        "bags",
        "grams",
        1000,
        &[100, 125, 200, 250, 500],
    ),
    (
        "A rope measures",
        "metres",
        "pieces",
        "centimetres",
        100,
        &[4, 5, 20, 25, 50],
    ),
];

pub(crate) fn build(draw: &mut Draw) -> Problem {
    match draw.difficulty {
        1 => {
            let (one, large, small, factor) = draw.pick(&PAIRS);
            let (count, more) = (draw.number(2, 40), draw.number(1, factor - 1));
            let whole = count * factor;
            Problem {
                question: format!("How many {small} are {count} {large} and {more} {small}?"),
                steps: vec![
                    format!(
                        "{one} is {factor} {small}, so {count} {large} are {count} * {factor} = {whole} {small}."
                    ),
                    format!("{whole} + {more} = {}", whole + more),
                ],
                answer: (whole + more).to_string(),
            }
        }
        2 => {
            let (begin, large, parts, small, factor, sizes) = draw.pick(&SHARES);
            let size = draw.pick(sizes);
            let count = draw.number(3, 30);
            let whole = count * factor;
            Problem {
                question: format!(
                    "{begin} {count} {large}. How many {parts} of {size} {small} does that make?"
                ),
                steps: vec![
                    format!("{count} {large} are {count} * {factor} = {whole} {small}."),
                    format!("{whole} / {size} = {}", whole / size),
                ],
                answer: (whole / size).to_string(),
            }
        }
        _ => {
            // Why: multiples of 18 km/h are whole metres per second, multiples of 5.
            let speed = draw.number(1, 8) * 18;
            let seconds = draw.number(5, 90);
            let metres = speed * 1000;
            let per_second = metres / 3600;
            Problem {
                question: format!(
                    "A vehicle travels at {speed} kilometres per hour. How many metres does it travel in {seconds} seconds?"
                ),
                steps: vec![
                    format!("{speed} kilometres are {speed} * 1000 = {metres} metres."),
                    format!(
                        "An hour has 60 * 60 = 3600 seconds, so in one second it travels {metres} / 3600 = {per_second} metres."
                    ),
                    format!("{per_second} * {seconds} = {}", per_second * seconds),
                ],
                answer: (per_second * seconds).to_string(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, SHARES, build};
    use crate::draw::Draw;

    #[test]
    fn all_divisions_are_exact() {
        for (_, _, _, _, factor, sizes) in SHARES {
            assert!(sizes.iter().all(|it| factor % it == 0));
        }
        assert!(PAIRS.iter().all(|it| it.3 > 1));
        for rng_seed in 0..300 {
            let problem = build(&mut Draw::new(rng_seed, 3, &[]));
            let numbers: Vec<i64> = problem
                .question
                .split(' ')
                .filter_map(|it| it.parse().ok())
                .collect();
            assert_eq!(
                numbers[0] * 1000 * numbers[1],
                problem.answer.parse::<i64>().unwrap() * 3600
            );
        }
    }
}

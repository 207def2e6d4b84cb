//! Counting with overlapping groups.

use crate::draw::Draw;
use crate::problem::Problem;

/// How many belong to exactly which groups: index bits 1, 2, 4 are the groups.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Regions(pub(crate) [i64; 8]);

impl Regions {
    fn draw(draw: &mut Draw, groups: u32) -> Self {
        let mut counts = [0; 8];
        for count in counts.iter_mut().take(1 << groups) {
            *count = draw.number(2, 15);
        }
        Self(counts)
    }

    /// How many belong to all groups of `mask`.
    fn all_of(&self, mask: usize) -> i64 {
        (0..8)
            .filter(|it| it & mask == mask)
            .map(|it| self.0[it])
            .sum()
    }
}

const TOPICS: [(&str, [&str; 3]); 4] = [
    (
        "pupils",
        ["play football", "sing in the choir", "learn chess"],
    ),
    ("guests", ["order soup", "order salad", "order cake"]),
    ("households", ["keep a dog", "keep a cat", "keep fish"]),
    ("readers", ["read novels", "read comics", "read newspapers"]),
];

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let (who, [a, b, c]) = draw.pick(&TOPICS);
    if draw.difficulty < 3 {
        let regions = Regions::draw(draw, 2);
        let total = regions.all_of(0);
        let (of_a, of_b, both) = (regions.all_of(1), regions.all_of(2), regions.all_of(3));
        let given = format!("Of {total} {who}, {of_a} {a}, {of_b} {b}, and {both} do both.");
        let union = of_a + of_b - both;
        if draw.difficulty == 1 {
            let only = of_a - both;
            return Problem {
                question: format!("{given} How many of them {a} but do not {b}?"),
                steps: vec![
                    format!("Of the {of_a} who {a}, {both} also {b}."),
                    format!("{of_a} - {both} = {only}"),
                ],
                answer: only.to_string(),
            };
        }
        let neither = total - union;
        return Problem {
            question: format!("{given} How many of them do neither?"),
            steps: vec![
                format!(
                    "Those who do at least one: {of_a} + {of_b} - {both} = {union}, as those who do both are counted twice."
                ),
                format!("Those who do neither: {total} - {union} = {neither}"),
            ],
            answer: neither.to_string(),
        };
    }
    let regions = Regions::draw(draw, 3);
    let total = regions.all_of(0);
    let [of_a, of_b, of_c] = [1, 2, 4].map(|it| regions.all_of(it));
    let [ab, ac, bc] = [3, 5, 6].map(|it| regions.all_of(it));
    let abc = regions.all_of(7);
    let (single, pairs) = (of_a + of_b + of_c, ab + ac + bc);
    let union = single - pairs + abc;
    Problem {
        question: format!(
            "Of {total} {who}, {of_a} {a}, {of_b} {b} and {of_c} {c}. {ab} {a} and {b}, {ac} {a} and {c}, {bc} {b} and {c}; in each of these pairs those who do all three are counted too. {abc} do all three. How many of them do none of these?"
        ),
        steps: vec![
            format!("Add the groups: {of_a} + {of_b} + {of_c} = {single}"),
            format!("Add the pairs: {ab} + {ac} + {bc} = {pairs}"),
            format!(
                "At least one: {single} - {pairs} + {abc} = {union}, as those who do all three were taken away once too often."
            ),
            format!("None: {total} - {union} = {}", total - union),
        ],
        answer: (total - union).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::Regions;

    #[test]
    fn inclusion_and_exclusion_agree_with_counting() {
        let regions = Regions([3, 5, 7, 2, 11, 13, 4, 6]);
        let union = [1, 2, 4].map(|it| regions.all_of(it)).iter().sum::<i64>()
            - [3, 5, 6].map(|it| regions.all_of(it)).iter().sum::<i64>()
            + regions.all_of(7);
        assert_eq!(regions.all_of(0) - union, 3);
    }
}

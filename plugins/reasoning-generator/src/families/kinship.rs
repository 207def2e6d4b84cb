//! Who is what to whom, in a family of three generations.

use crate::draw::Draw;
use crate::problem::Problem;

/// Six people: a grandparent, two children, one child of the first, two of the second; parents by number.
const PARENTS: [Option<usize>; 6] = [None, Some(0), Some(0), Some(1), Some(2), Some(2)];

/// Steps from one person up to the common ancestor, and down to the other.
fn path(from: usize, to: usize) -> (usize, usize) {
    let up = |person: usize| {
        let mut line = vec![person];
        while let Some(parent) = line.last().and_then(|&it| PARENTS[it]) {
            line.push(parent);
        }
        line
    };
    let (left, right) = (up(from), up(to));
    for (climbed, ancestor) in left.iter().enumerate() {
        if let Some(down) = right.iter().position(|it| it == ancestor) {
            return (climbed, down);
        }
    }
    (0, 0)
}

/// What the first is to the second: by steps up from the first and down to the second.
fn word(up: usize, down: usize, woman: bool) -> &'static str {
    match (up, down, woman) {
        (0, 1, true) => "mother",
        (0, 1, false) => "father",
        (0, 2, true) => "grandmother",
        (0, 2, false) => "grandfather",
        (1, 0, true) => "daughter",
        (1, 0, false) => "son",
        (2, 0, true) => "granddaughter",
        (2, 0, false) => "grandson",
        (1, 1, true) => "sister",
        (1, 1, false) => "brother",
        (1, 2, true) => "aunt",
        (1, 2, false) => "uncle",
        (2, 1, true) => "niece",
        (2, 1, false) => "nephew",
        _ => "cousin",
    }
}

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let people = draw.gendered(6);
    let is = |from: usize, to: usize| {
        let (up, down) = path(from, to);
        word(up, down, people[from].1)
    };
    let fact = |from: usize, to: usize| {
        format!(
            "{} is the {} of {}.",
            people[from].0,
            is(from, to),
            people[to].0
        )
    };
    // Facts are told by the older one or by the younger one; whom the question begins with speaks, so that the word is known.
    let asked: (usize, usize) = match draw.difficulty {
        1 => draw.pick(&[(0, 3), (0, 4), (3, 0), (4, 0)]),
        2 => draw.pick(&[(1, 4), (2, 3), (4, 1), (3, 2), (1, 5)]),
        _ => draw.pick(&[(3, 4), (4, 3), (5, 3), (3, 5)]),
    };
    let mut links: Vec<(usize, usize)> = Vec::new();
    for person in [asked.0, asked.1] {
        let mut at = person;
        while let Some(parent) = PARENTS[at] {
            links.push((at, parent));
            at = parent;
        }
    }
    links.sort_unstable();
    links.dedup();
    // Above the common ancestor nothing is needed.
    let (up, down) = path(asked.0, asked.1);
    let mut facts: Vec<String> = Vec::new();
    for (child, parent) in draw.shuffled(&links) {
        let child_speaks = child == asked.0 || (parent != asked.0 && draw.number(0, 1) == 0);
        facts.push(if child_speaks {
            fact(child, parent)
        } else {
            fact(parent, child)
        });
    }
    let mut steps = Vec::new();
    let mut at = asked.0;
    for _ in 0..up {
        let parent = PARENTS[at].unwrap_or_default();
        steps.push(format!(
            "{} is a child of {}.",
            people[at].0, people[parent].0
        ));
        at = parent;
    }
    let mut line = vec![asked.1];
    for _ in 0..down {
        line.push(line.last().and_then(|&it| PARENTS[it]).unwrap_or_default());
    }
    for pair in line.windows(2).rev() {
        steps.push(format!(
            "{} is a child of {}.",
            people[pair[0]].0, people[pair[1]].0
        ));
    }
    let answer = is(asked.0, asked.1);
    let sex = if people[asked.0].1 {
        "a woman"
    } else {
        "a man"
    };
    steps.push(format!(
        "That is {up} up and {down} down. {} is {sex}, so {} is the {answer} of {}.",
        people[asked.0].0, people[asked.0].0, people[asked.1].0
    ));
    let note = "Brothers and sisters here have the same parents.";
    let question = format!(
        "{} {} is {sex}. {note} What is {} to {}? Answer with one word, such as aunt.",
        facts.join(" "),
        people[asked.0].0,
        people[asked.0].0,
        people[asked.1].0
    );
    Problem {
        question,
        steps,
        answer: answer.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{build, path, word};
    use crate::draw::Draw;

    #[test]
    fn paths_and_words_are_right() {
        let check = |from: usize, to: usize, woman: bool, expect: &str| {
            let (up, down) = path(from, to);
            assert_eq!(word(up, down, woman), expect);
        };
        check(0, 3, true, "grandmother");
        check(4, 0, false, "grandson");
        check(1, 2, true, "sister");
        check(1, 4, false, "uncle");
        check(4, 1, true, "niece");
        check(3, 4, true, "cousin");
        check(2, 5, false, "father");
    }

    /// Reads the facts back and climbs them: the answer follows from what is told alone.
    #[test]
    fn the_facts_told_are_enough() {
        for rng_seed in 0..300 {
            for difficulty in 1..=3 {
                let problem = build(&mut Draw::new(rng_seed, difficulty, &[]));
                let mut parents: Vec<(String, String)> = Vec::new();
                for sentence in problem.question.split(". ") {
                    let words: Vec<&str> = sentence.split([' ', '.']).collect();
                    if let [first, "is", "the", relation, "of", second, ..] = words.as_slice() {
                        let pair = if ["mother", "father"].contains(relation) {
                            (second, first)
                        } else {
                            (first, second)
                        };
                        parents.push((pair.0.to_string(), pair.1.to_string()));
                    }
                }
                let climb = |name: &str| {
                    let mut line = vec![name.to_owned()];
                    while let Some((_, parent)) =
                        parents.iter().find(|it| Some(&it.0) == line.last())
                    {
                        line.push(parent.clone());
                    }
                    line
                };
                let asked: Vec<&str> = problem
                    .question
                    .split("What is ")
                    .nth(1)
                    .unwrap()
                    .split([' ', '?'])
                    .collect();
                let (left, right) = (climb(asked[0]), climb(asked[2]));
                let up = left.iter().position(|it| right.contains(it)).unwrap();
                let down = right.iter().position(|it| *it == left[up]).unwrap();
                let woman = problem.question.contains("is a woman");
                assert_eq!(
                    word(up, down, woman),
                    problem.answer,
                    "{}",
                    problem.question
                );
            }
        }
    }
}

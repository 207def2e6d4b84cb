//! Who has which day, from what they can and can not do.

use super::arrangement::{Arrangement, Clue, steps};
use crate::draw::Draw;
use crate::problem::{Problem, listed};

const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let count = usize::from(draw.difficulty) + 2;
    let people = draw.people(count);
    let found = Arrangement::draw(draw, count);
    let duty = draw.pick(&[
        "leads the morning meeting",
        "closes the shop",
        "feeds the animals",
        "gives a talk",
    ]);
    let asked = draw.pick(&found.untold());
    let clue = |(number, clue): (usize, &Clue)| {
        let name = |person: usize| people[person].as_str();
        let words = match *clue {
            Clue::Before(left, right) => format!(
                "{} comes on an earlier day than {}.",
                name(left),
                name(right)
            ),
            Clue::DirectlyBefore(left, right) => {
                format!("{} comes on the day before {}.", name(left), name(right))
            }
            Clue::Neighbours(left, right) => format!(
                "{} and {} come on days next to each other.",
                name(left),
                name(right)
            ),
            Clue::At(person, day) => format!("{} comes on {}.", name(person), DAYS[day]),
            Clue::NotAt(person, day) => format!("{} can not come on {}.", name(person), DAYS[day]),
        };
        format!("{}. {words}", number + 1)
    };
    let clues: Vec<String> = found.clues.iter().enumerate().map(clue).collect();
    let answer = DAYS[found.places[asked]].to_owned();
    let mut lines = vec![format!(
        "The days in order are {}.",
        DAYS[..count].join(", ")
    )];
    lines.extend(steps(&found, &people, ", "));
    lines.push(format!("So {} comes on {answer}.", people[asked]));
    let question = format!(
        "From {} to {}, each day one of {} {duty}, and each of them once.\n{}\nOn which day does {} come?",
        DAYS[0],
        DAYS[count - 1],
        listed(&people),
        clues.join("\n"),
        people[asked]
    );
    Problem {
        question,
        steps: lines,
        answer,
    }
}

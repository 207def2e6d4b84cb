//! Race orders from clues.

use super::arrangement::{Arrangement, Clue, steps};
use crate::draw::Draw;
use crate::problem::{Problem, listed, ordinal};

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let count = usize::from(draw.difficulty) + 2;
    let people = draw.people(count);
    let found = Arrangement::draw(draw, count);
    let event = draw.pick(&["a race", "a swimming contest", "a quiz", "a cycling race"]);
    let asked = found.places[draw.pick(&found.untold())] + 1;
    let clue = |(number, clue): (usize, &Clue)| {
        let name = |person: usize| people[person].as_str();
        let words = match *clue {
            Clue::Before(left, right) => format!("{} finished before {}.", name(left), name(right)),
            Clue::DirectlyBefore(left, right) => {
                format!("{} finished directly before {}.", name(left), name(right))
            }
            Clue::Neighbours(left, right) => format!(
                "{} and {} finished one right after the other.",
                name(left),
                name(right)
            ),
            Clue::At(person, place) => format!("{} finished {}.", name(person), ordinal(place + 1)),
            Clue::NotAt(person, place) => {
                format!("{} did not finish {}.", name(person), ordinal(place + 1))
            }
        };
        format!("{}. {words}", number + 1)
    };
    let clues: Vec<String> = found.clues.iter().enumerate().map(clue).collect();
    let answer = people[found.order()[asked - 1]].clone();
    let mut steps = steps(&found, &people, ", ");
    steps.push(format!("So {answer} finished {}.", ordinal(asked)));
    let question = format!(
        "{} took part in {event}, without ties.\n{}\nWho finished {}?",
        listed(&people),
        clues.join("\n"),
        ordinal(asked)
    );
    Problem {
        question,
        steps,
        answer,
    }
}

//! Who stands where, from clues: what race orders and schedules share. At most six people, so every order can be tried.
//!
//! Invariant: the clues leave exactly one order, and none of them could be left out.

use crate::draw::Draw;

/// What is said about the places of people, who are numbers from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clue {
    Before(usize, usize),
    DirectlyBefore(usize, usize),
    /// In either order.
    Neighbours(usize, usize),
    At(usize, usize),
    NotAt(usize, usize),
}

impl Clue {
    /// Whether it holds; `places[person]` is a place.
    pub(crate) fn holds(self, places: &[usize]) -> bool {
        match self {
            Self::Before(left, right) => places[left] < places[right],
            Self::DirectlyBefore(left, right) => places[left] + 1 == places[right],
            Self::Neighbours(left, right) => places[left].abs_diff(places[right]) == 1,
            Self::At(person, place) => places[person] == place,
            Self::NotAt(person, place) => places[person] != place,
        }
    }
}

/// A hidden order and the clues that give it away.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arrangement {
    pub(crate) places: Vec<usize>,
    pub(crate) clues: Vec<Clue>,
}

impl Arrangement {
    /// `count` people; the order and the clues are drawn.
    pub(crate) fn draw(draw: &mut Draw, count: usize) -> Self {
        let places = draw.shuffled(&(0..count).collect::<Vec<_>>());
        let mut pool = Vec::new();
        for left in 0..count {
            for right in 0..count {
                if left != right {
                    pool.extend([Clue::Before(left, right), Clue::DirectlyBefore(left, right)]);
                }
                if left < right {
                    pool.push(Clue::Neighbours(left, right));
                }
                pool.push(Clue::NotAt(left, right));
            }
        }
        // Why: one place told outright makes short problems possible; more would give the order away.
        let told = draw.number(0, count as i64 - 1) as usize;
        if draw.difficulty < 3 {
            pool.push(Clue::At(told, places[told]));
        }
        pool.retain(|it| it.holds(&places));
        let mut clues = Vec::new();
        let mut left = orders(count);
        for clue in draw.shuffled(&pool) {
            let rest: Vec<Vec<usize>> = left.iter().filter(|it| clue.holds(it)).cloned().collect();
            if rest.len() < left.len() {
                clues.push(clue);
                left = rest;
            }
            if left.len() == 1 {
                break;
            }
        }
        let mut at = 0;
        while at < clues.len() {
            let mut fewer = clues.clone();
            fewer.remove(at);
            if solutions(count, &fewer).len() == 1 {
                clues = fewer;
            } else {
                at += 1;
            }
        }
        Self { places, clues }
    }

    /// The clues one after the other, with the orders each leaves: each order lists people by place.
    pub(crate) fn narrowing(&self) -> Vec<(Clue, Vec<Vec<usize>>)> {
        let mut left = orders(self.places.len());
        let mut steps = Vec::new();
        for &clue in &self.clues {
            left.retain(|it| clue.holds(it));
            steps.push((clue, left.iter().map(|it| by_place(it)).collect()));
        }
        steps
    }

    /// The people whose place no clue tells outright, by number.
    pub(crate) fn untold(&self) -> Vec<usize> {
        let told = |person: &usize| {
            self.clues
                .iter()
                .any(|it| matches!(it, Clue::At(who, _) if who == person))
        };
        (0..self.places.len()).filter(|it| !told(it)).collect()
    }

    /// Who stands at each place.
    pub(crate) fn order(&self) -> Vec<usize> {
        by_place(&self.places)
    }
}

fn by_place(places: &[usize]) -> Vec<usize> {
    let mut order = vec![0; places.len()];
    for (person, &place) in places.iter().enumerate() {
        order[place] = person;
    }
    order
}

/// All orders that keep to the clues.
fn solutions(count: usize, clues: &[Clue]) -> Vec<Vec<usize>> {
    orders(count)
        .into_iter()
        .filter(|it| clues.iter().all(|clue| clue.holds(it)))
        .collect()
}

/// All orders of `count` people.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..count {
        let longer = |order: &Vec<usize>| {
            let free = (0..count).filter(|it| !order.contains(it));
            free.map(|it| [order.as_slice(), &[it]].concat())
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// The steps of a solution: how many orders each clue leaves, and which, once they are few.
pub(crate) fn steps(arrangement: &Arrangement, people: &[String], separator: &str) -> Vec<String> {
    let total = orders(people.len()).len();
    let mut lines = vec![format!(
        "{} people can be arranged in {total} ways. Take the clues one by one.",
        people.len()
    )];
    for (number, (_, left)) in arrangement.narrowing().iter().enumerate() {
        let shown: Vec<String> = left
            .iter()
            .map(|it| {
                it.iter()
                    .map(|&person| people[person].as_str())
                    .collect::<Vec<_>>()
                    .join(separator)
            })
            .collect();
        let clue = number + 1;
        lines.push(match left.len() {
            1 => format!("Clue {clue} leaves only one: {}.", shown[0]),
            few @ 2..=4 => format!("Clue {clue} leaves {few}: {}.", shown.join("; ")),
            many => format!("Clue {clue} leaves {many} of them."),
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Arrangement, Clue, solutions};
    use crate::draw::Draw;

    #[test]
    fn there_is_one_order_and_no_clue_too_many() {
        for rng_seed in 0..150 {
            for (difficulty, count) in [(1, 3), (2, 4), (3, 5)] {
                let found = Arrangement::draw(&mut Draw::new(rng_seed, difficulty, &[]), count);
                assert_eq!(
                    solutions(count, &found.clues),
                    std::slice::from_ref(&found.places)
                );
                for at in 0..found.clues.len() {
                    let mut fewer: Vec<Clue> = found.clues.clone();
                    fewer.remove(at);
                    assert!(solutions(count, &fewer).len() > 1);
                }
            }
        }
    }
}

//! Truth tables: for how many assignments a formula is true.

use crate::draw::Draw;
use crate::problem::Problem;

/// A formula over at most three variables.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    Variable(usize),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
    Implies(Box<Formula>, Box<Formula>),
}

const VARIABLES: [&str; 3] = ["p", "q", "r"];

impl Formula {
    pub(crate) fn holds(&self, values: &[bool]) -> bool {
        match self {
            Self::Variable(at) => values[*at],
            Self::Not(inner) => !inner.holds(values),
            Self::And(left, right) => left.holds(values) && right.holds(values),
            Self::Or(left, right) => left.holds(values) || right.holds(values),
            Self::Implies(left, right) => !left.holds(values) || right.holds(values),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Variable(at) => VARIABLES[*at].to_owned(),
            Self::Not(inner) => format!("not {}", inner.text()),
            Self::And(left, right) => format!("({} and {})", left.text(), right.text()),
            Self::Or(left, right) => format!("({} or {})", left.text(), right.text()),
            Self::Implies(left, right) => format!("({} implies {})", left.text(), right.text()),
        }
    }

    fn joined(draw: &mut Draw, left: Self, right: Self, implies: bool) -> Self {
        let (left, right) = (Box::new(left), Box::new(right));
        match draw.number(0, if implies { 2 } else { 1 }) {
            0 => Self::And(left, right),
            1 => Self::Or(left, right),
            _ => Self::Implies(left, right),
        }
    }

    /// A variable or its negation.
    fn literal(draw: &mut Draw, at: usize) -> Self {
        let variable = Self::Variable(at);
        if draw.number(0, 2) == 0 {
            Self::Not(Box::new(variable))
        } else {
            variable
        }
    }
}

/// All assignments of `count` variables, true first.
fn assignments(count: usize) -> impl Iterator<Item = Vec<bool>> {
    (0..1_usize << count).map(move |row| {
        (0..count)
            .map(|at| row >> (count - 1 - at) & 1 == 0)
            .collect()
    })
}

pub(crate) fn build(draw: &mut Draw) -> Problem {
    let count = if draw.difficulty == 1 { 2 } else { 3 };
    let implies = draw.difficulty == 3;
    let order = draw.shuffled(&(0..count).collect::<Vec<_>>());
    let mut formula = Formula::literal(draw, order[0]);
    for &at in &order[1..] {
        let next = Formula::literal(draw, at);
        formula = Formula::joined(draw, formula, next, implies);
    }
    if draw.difficulty == 3 {
        let again = Formula::literal(draw, order[0]);
        formula = Formula::joined(draw, formula, again, implies);
    }
    let word = |value: bool| if value { "true" } else { "false" };
    let mut steps = Vec::new();
    let mut holds = 0;
    for values in assignments(count) {
        let given: Vec<String> = values
            .iter()
            .zip(VARIABLES)
            .map(|(value, name)| format!("{name} {}", word(*value)))
            .collect();
        let value = formula.holds(&values);
        holds += u32::from(value);
        steps.push(format!("{}: {}", given.join(", "), word(value)));
    }
    let all = 1 << count;
    steps.push(format!("It is true in {holds} of {all} rows."));
    let note = if implies {
        " (“x implies y” is false only where x is true and y is false.)"
    } else {
        ""
    };
    let names = VARIABLES[..count].join(", ");
    Problem {
        question: format!(
            "The variables {names} are each true or false, which makes {all} assignments. For how many of them is {} true?{note}",
            formula.text()
        ),
        steps,
        answer: holds.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Formula, assignments, build};
    use crate::draw::Draw;

    #[test]
    fn laws_of_logic_hold() {
        let (p, q) = (
            || Box::new(Formula::Variable(0)),
            || Box::new(Formula::Variable(1)),
        );
        let implies = Formula::Implies(p(), q());
        let same = Formula::Or(Box::new(Formula::Not(p())), q());
        assert!(assignments(2).all(|it| implies.holds(&it) == same.holds(&it)));
        assert_eq!(assignments(3).count(), 8);
        for rng_seed in 0..200 {
            let problem = build(&mut Draw::new(rng_seed, 3, &[]));
            let rows = problem
                .steps
                .iter()
                .filter(|it| it.ends_with(": true"))
                .count();
            assert_eq!(problem.answer, rows.to_string());
        }
    }
}

//! Linear equations in x. The solution is drawn first, so it is exact.

use super::Template;
use crate::draw::Draw;
use crate::fraction::Fraction;
use crate::problem::{Problem, Step, step};
use crate::words::{EQUATION_PHRASINGS, ask};

const TOPIC: &str = "equations";

pub(super) static TEMPLATES: [Template; 5] = [
    Template {
        topic: TOPIC,
        difficulty: 1,
        sizes: &[98, 98, 2, 6],
        build: one_step,
    },
    Template {
        topic: TOPIC,
        difficulty: 2,
        sizes: &[48, 18, 58, 6],
        build: two_steps,
    },
    Template {
        topic: TOPIC,
        difficulty: 3,
        sizes: &[38, 11, 11, 60, 6],
        build: both_sides,
    },
    Template {
        topic: TOPIC,
        difficulty: 4,
        sizes: &[58, 11, 30, 40, 6],
        build: brackets,
    },
    Template {
        topic: TOPIC,
        difficulty: 5,
        sizes: &[80, 17, 19, 11, 6],
        build: fraction_solution,
    },
];

fn problem(equation: String, steps: Vec<Step>, phrasing: (&str, &str)) -> Option<Problem> {
    Problem::new(ask(phrasing, &equation), equation, steps)
}

/// `x + a = b` or `x - a = b`.
fn one_step(draw: &Draw) -> Option<Problem> {
    let (x, a) = (draw.first(2), draw.number(1, 2));
    let phrasing = draw.pick(3, &EQUATION_PHRASINGS);
    if draw.digit(2) == 0 {
        let total = x + a;
        let text = format!("Subtract {a} from both sides: x = {total} - {a} = ");
        problem(
            format!("x + {a} = {total}"),
            vec![step(text, x, "")],
            phrasing,
        )
    } else {
        let rest = x;
        let text = format!("Add {a} to both sides: x = {rest} + {a} = ");
        problem(
            format!("x - {a} = {rest}"),
            vec![step(text, x + a, "")],
            phrasing,
        )
    }
}

/// `ax + b = c`.
fn two_steps(draw: &Draw) -> Option<Problem> {
    let (x, a, b) = (draw.first(2), draw.number(1, 2), draw.number(2, 2));
    let product = a.checked_mul(x)?;
    let total = product + b;
    let steps = vec![
        step(
            format!("Subtract {b} from both sides: {a}x = {total} - {b} = "),
            product,
            "",
        ),
        step(
            format!("Divide both sides by {a}: x = {product} ÷ {a} = "),
            x,
            "",
        ),
    ];
    problem(
        format!("{a}x + {b} = {total}"),
        steps,
        draw.pick(3, &EQUATION_PHRASINGS),
    )
}

/// `ax + b = cx + d` with a > c.
fn both_sides(draw: &Draw) -> Option<Problem> {
    let x = draw.first(2);
    let (difference, c, b) = (draw.number(1, 2), draw.number(2, 2), draw.number(3, 1));
    let a = c + difference;
    let product = difference.checked_mul(x)?;
    let d = product + b;
    let steps = vec![
        step(
            format!("Collect x on the left: {a} - {c} = "),
            difference,
            "",
        ),
        step(
            format!("Collect the numbers on the right: {difference}x = {d} - {b} = "),
            product,
            "",
        ),
        step(
            format!("Divide both sides by {difference}: x = {product} ÷ {difference} = "),
            x,
            "",
        ),
    ];
    problem(
        format!("{a}x + {b} = {c}x + {d}"),
        steps,
        draw.pick(4, &EQUATION_PHRASINGS),
    )
}

/// `a(x + b) - c = d`.
fn brackets(draw: &Draw) -> Option<Problem> {
    let x = draw.first(2);
    let (a, b, c) = (draw.number(1, 2), draw.number(2, 1), draw.number(3, 1));
    let inside = x + b;
    let product = a.checked_mul(inside)?;
    let d = product - c;
    let steps = vec![
        step(
            format!("Add {c} to both sides: {a}(x + {b}) = {d} + {c} = "),
            product,
            "",
        ),
        step(
            format!("Divide both sides by {a}: x + {b} = {product} ÷ {a} = "),
            inside,
            "",
        ),
        step(
            format!("Subtract {b} from both sides: x = {inside} - {b} = "),
            x,
            "",
        ),
    ];
    problem(
        format!("{a}(x + {b}) - {c} = {d}"),
        steps,
        draw.pick(4, &EQUATION_PHRASINGS),
    )
}

/// `(ax + b) ÷ c = d`, whose solution may be a fraction.
fn fraction_solution(draw: &Draw) -> Option<Problem> {
    let d = draw.first(10);
    let (a, b, c) = (draw.number(1, 3), draw.number(2, 1), draw.number(3, 2));
    let inside = d.checked_mul(c)?;
    let product = inside - b;
    let steps = vec![
        step(
            format!("Multiply both sides by {c}: {a}x + {b} = {d} × {c} = "),
            inside,
            "",
        ),
        step(
            format!("Subtract {b} from both sides: {a}x = {inside} - {b} = "),
            product,
            "",
        ),
        Step {
            text: format!("Divide both sides by {a} and reduce: x = {product} ÷ {a} = "),
            result: Fraction::new(product, a)?,
            unit: "",
        },
    ];
    problem(
        format!("({a}x + {b}) ÷ {c} = {d}"),
        steps,
        draw.pick(4, &EQUATION_PHRASINGS),
    )
}

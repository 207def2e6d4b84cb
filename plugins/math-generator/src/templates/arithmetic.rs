//! Bare expressions: precedence and parentheses.

use super::Template;
use crate::draw::Draw;
use crate::expression::Expression;
use crate::problem::Problem;
use crate::words::{PHRASINGS, ask};

const TOPIC: &str = "arithmetic";

pub(super) static TEMPLATES: [Template; 5] = [
    Template {
        topic: TOPIC,
        difficulty: 1,
        sizes: &[98, 98, 2, 8],
        build: sum_or_difference,
    },
    Template {
        topic: TOPIC,
        difficulty: 2,
        sizes: &[78, 18, 98, 2, 8],
        build: product_and_sum,
    },
    Template {
        topic: TOPIC,
        difficulty: 3,
        sizes: &[88, 88, 10, 10, 8],
        build: sum_times,
    },
    Template {
        topic: TOPIC,
        difficulty: 4,
        sizes: &[60, 60, 15, 20, 12, 12, 8],
        build: two_products,
    },
    Template {
        topic: TOPIC,
        difficulty: 5,
        sizes: &[90, 11, 9, 11, 15, 2, 8],
        build: exact_quotient,
    },
];

fn number(value: i128) -> Expression {
    value.into()
}

fn problem(expression: &Expression, phrasing: (&str, &str)) -> Option<Problem> {
    let text = expression.to_string();
    Problem::new(ask(phrasing, &text), text, expression.steps()?)
}

/// `a + b`, or `a + b - b` written as a difference with a positive result.
fn sum_or_difference(draw: &Draw) -> Option<Problem> {
    let (a, b) = (draw.first(2), draw.number(1, 2));
    let expression = match draw.digit(2) {
        0 => number(a).plus(b),
        _ => number(a + b).minus(b),
    };
    problem(&expression, draw.pick(3, &PHRASINGS))
}

fn product_and_sum(draw: &Draw) -> Option<Problem> {
    let (a, b, c) = (draw.first(2), draw.number(1, 2), draw.number(2, 2));
    let expression = match draw.digit(3) {
        0 => number(a).times(b).plus(c),
        _ => number(c).plus(number(a).times(b)),
    };
    problem(&expression, draw.pick(4, &PHRASINGS))
}

fn sum_times(draw: &Draw) -> Option<Problem> {
    let (a, b) = (draw.first(2), draw.number(1, 2));
    let (c, d) = (draw.number(2, 3), draw.number(3, 1));
    let expression = number(a).plus(b).times(c).minus(d);
    problem(&expression, draw.pick(4, &PHRASINGS))
}

/// `(a + b) × (c - d) + e × f`; `c - d` is drawn, so it is at least 2.
fn two_products(draw: &Draw) -> Option<Problem> {
    let (a, b) = (draw.first(2), draw.number(1, 2));
    let (difference, d) = (draw.number(2, 2), draw.number(3, 2));
    let (e, f) = (draw.number(4, 2), draw.number(5, 2));
    let brackets = number(a).plus(b).times(number(difference + d).minus(d));
    problem(&brackets.plus(number(e).times(f)), draw.pick(6, &PHRASINGS))
}

/// The quotient is drawn and the dividend made from it, so the division is exact.
fn exact_quotient(draw: &Draw) -> Option<Problem> {
    let (quotient, divisor) = (draw.first(10), draw.number(1, 2));
    let (part, factor) = (draw.number(2, 1), draw.number(3, 2));
    let less = draw.number(4, 1);
    let division = number(quotient.checked_mul(divisor)? - part)
        .plus(part)
        .over(divisor);
    let expression = match draw.digit(5) {
        0 => division.times(factor).minus(less),
        _ => number(factor).times(number(less).plus(division)),
    };
    problem(&expression, draw.pick(6, &PHRASINGS))
}

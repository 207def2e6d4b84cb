//! Fractions and percentages. Totals are made from their parts, so every share of them is a whole number.

use super::Template;
use crate::draw::Draw;
use crate::fraction::Fraction;
use crate::problem::{Problem, Step, step};
use crate::words::{NAMES, PHRASINGS, ask};

const TOPIC: &str = "fractions";

pub(super) static TEMPLATES: [Template; 5] = [
    Template {
        topic: TOPIC,
        difficulty: 1,
        sizes: &[60, 60, 39, 8],
        build: same_denominator,
    },
    Template {
        topic: TOPIC,
        difficulty: 2,
        sizes: &[30, 30, 13, 12, 2, 8],
        build: two_fractions,
    },
    Template {
        topic: TOPIC,
        difficulty: 3,
        sizes: &[80, 19, 3, 32],
        build: percent_of,
    },
    Template {
        topic: TOPIC,
        difficulty: 4,
        sizes: &[40, 15, 11, 32],
        build: discount,
    },
    Template {
        topic: TOPIC,
        difficulty: 5,
        sizes: &[60, 11, 11, 32],
        build: share_of_the_rest,
    },
];

/// Fractions below one, reduced, each once.
const SHARES: [(i128, i128); 11] = [
    (1, 2),
    (1, 3),
    (2, 3),
    (1, 4),
    (3, 4),
    (1, 5),
    (2, 5),
    (3, 5),
    (4, 5),
    (1, 6),
    (5, 6),
];

/// `a/n + b/n`.
fn same_denominator(draw: &Draw) -> Option<Problem> {
    let (a, b, n) = (draw.first(1), draw.number(1, 1), draw.number(2, 2));
    let expression = format!("{a}/{n} + {b}/{n}");
    let steps = vec![
        step(
            format!("The denominators are equal, so add the numerators: {a} + {b} = "),
            a + b,
            "",
        ),
        Step {
            text: format!("Put it over {n} and reduce: {expression} = "),
            result: Fraction::new(a + b, n)?,
            unit: "",
        },
    ];
    Problem::new(
        ask(draw.pick(3, &PHRASINGS), &expression),
        expression,
        steps,
    )
}

/// `a/b + c/d` or `a/b × c/d`; d is larger than b, so this is never the level before.
fn two_fractions(draw: &Draw) -> Option<Problem> {
    let (a, c, b) = (draw.first(1), draw.number(1, 1), draw.number(2, 2));
    let d = b + draw.number(3, 1);
    let below = step(
        format!("Multiply the denominators: {b} × {d} = "),
        b * d,
        "",
    );
    let (sign, above) = match draw.digit(4) {
        0 => {
            let (left, right) = (a.checked_mul(d)?, c * b);
            let text = format!("Bring both over {}: {a} × {d} + {c} × {b} = ", b * d);
            ('+', step(text, left.checked_add(right)?, ""))
        }
        _ => (
            '×',
            step(
                format!("Multiply the numerators: {a} × {c} = "),
                a.checked_mul(c)?,
                "",
            ),
        ),
    };
    let expression = format!("{a}/{b} {sign} {c}/{d}");
    let reduced = Step {
        text: format!("So, reduced, {expression} = "),
        result: above.result.over(below.result)?,
        unit: "",
    };
    let question = ask(draw.pick(5, &PHRASINGS), &expression);
    Problem::new(question, expression, vec![below, above, reduced])
}

/// p percent of n, dressed in words. n is a multiple of 20 and p of 5.
fn percent_of(draw: &Draw) -> Option<Problem> {
    let (total, percent) = (draw.first(2).checked_mul(20)?, draw.number(1, 1) * 5);
    let name = draw.pick(3, &NAMES);
    let (question, unit) = match draw.digit(2) {
        0 => (
            format!(
                "{name} asked {total} people whether they own a bicycle. \
                 {percent}% of them said yes. How many people said yes?"
            ),
            " people",
        ),
        1 => (
            format!(
                "A library has {total} books, and {name} found that {percent}% of them are \
                 novels. How many novels does the library have?"
            ),
            " novels",
        ),
        _ => (
            format!(
                "{name} drives a route of {total} kilometres. {percent}% of the route is \
                 motorway. How many kilometres are motorway?"
            ),
            " km",
        ),
    };
    let product = total.checked_mul(percent)?;
    let steps = vec![
        step(
            format!("{percent}% means {percent} of every 100: {total} × {percent} = "),
            product,
            "",
        ),
        step(
            format!("Divide by 100: {product} ÷ 100 = "),
            product / 100,
            unit,
        ),
    ];
    Problem::new(question, format!("{percent}% of {total}"), steps)
}

/// Several pieces at a reduced price.
fn discount(draw: &Draw) -> Option<Problem> {
    let (price, percent) = (draw.first(1).checked_mul(20)?, draw.number(1, 1) * 5);
    let (count, name) = (draw.number(2, 2), draw.pick(3, &NAMES));
    let off = price.checked_mul(percent)? / 100;
    let reduced = price - off;
    let question = format!(
        "A chair normally costs ${price}. In the sale everything is {percent}% cheaper. \
         {name} buys {count} of these chairs in the sale. How many dollars does {name} pay?"
    );
    let steps = vec![
        step(
            format!("The discount on one chair is {percent}% of {price} = "),
            off,
            " dollars",
        ),
        step(
            format!("One chair then costs {price} - {off} = "),
            reduced,
            " dollars",
        ),
        step(
            format!("{count} chairs cost {count} × {reduced} = "),
            reduced.checked_mul(count)?,
            " dollars",
        ),
    ];
    Problem::new(
        question,
        format!("{count} × ({price} - {percent}% of {price})"),
        steps,
    )
}

/// A share of the whole, then a share of what is left.
fn share_of_the_rest(draw: &Draw) -> Option<Problem> {
    let ((a, b), (c, d)) = (draw.pick(1, &SHARES), draw.pick(2, &SHARES));
    let name = draw.pick(3, &NAMES);
    let total = draw.first(2).checked_mul(b * d)?;
    let first = total / b * a;
    let rest = total - first;
    let second = rest / d * c;
    let question = format!(
        "{name} has a book of {total} pages. On Saturday {name} reads {a}/{b} of the book, \
         and on Sunday {c}/{d} of the pages that are left. How many pages remain to be read?"
    );
    let steps = vec![
        step(format!("Saturday: {a}/{b} of {total} = "), first, " pages"),
        step(
            format!("Left after Saturday: {total} - {first} = "),
            rest,
            " pages",
        ),
        step(format!("Sunday: {c}/{d} of {rest} = "), second, " pages"),
        step(
            format!("Left after Sunday: {rest} - {second} = "),
            rest - second,
            " pages",
        ),
    ];
    Problem::new(
        question,
        format!("{total} × (1 - {a}/{b}) × (1 - {c}/{d})"),
        steps,
    )
}

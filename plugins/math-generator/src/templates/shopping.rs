//! Prices, change, unit rates and saving up.

use super::Template;
use crate::draw::Draw;
use crate::problem::{Problem, step};
use crate::words::{NAMES, THINGS};

const TOPIC: &str = "shopping";

pub(super) static TEMPLATES: [Template; 5] = [
    Template {
        topic: TOPIC,
        difficulty: 1,
        sizes: &[38, 48, 24, 32, 3],
        build: one_kind,
    },
    Template {
        topic: TOPIC,
        difficulty: 2,
        sizes: &[28, 30, 18, 30, 24, 23, 32],
        build: two_kinds,
    },
    Template {
        topic: TOPIC,
        difficulty: 3,
        sizes: &[60, 30, 18, 24, 32],
        build: change,
    },
    Template {
        topic: TOPIC,
        difficulty: 4,
        sizes: &[60, 11, 30, 24, 32],
        build: unit_price,
    },
    Template {
        topic: TOPIC,
        difficulty: 5,
        sizes: &[40, 24, 8, 5, 27, 32],
        build: saving_up,
    },
];

fn one_kind(draw: &Draw) -> Option<Problem> {
    let (count, price) = (draw.first(2), draw.number(1, 2));
    let (things, name) = (draw.pick(2, &THINGS), draw.pick(3, &NAMES));
    let question = match draw.digit(4) {
        0 => format!(
            "{name} buys {count} {things} at ${price} each. How many dollars does {name} pay?"
        ),
        1 => format!(
            "At the market, {things} cost ${price} apiece. {name} takes {count} of them. \
             What is the total in dollars?"
        ),
        _ => format!(
            "{name} orders {count} {things} for the office. Each costs ${price}. \
             How many dollars is the bill?"
        ),
    };
    let total = count.checked_mul(price)?;
    let steps = vec![step(
        format!("Multiply the number of {things} by the price: {count} × {price} = "),
        total,
        " dollars",
    )];
    Problem::new(question, format!("{count} × {price}"), steps)
}

/// The second kind of thing is drawn from those that are not the first.
fn two_kinds(draw: &Draw) -> Option<Problem> {
    let (first_count, first_price) = (draw.first(2), draw.number(1, 2));
    let (second_count, second_price) = (draw.number(2, 2), draw.number(3, 2));
    let first = draw.digit(4) as usize;
    let second = (first + 1 + draw.digit(5) as usize) % THINGS.len();
    let (first, second) = (THINGS[first], THINGS[second]);
    let name = draw.pick(6, &NAMES);
    let question = format!(
        "{name} buys {first_count} {first} for ${first_price} each and {second_count} {second} \
         for ${second_price} each. How many dollars does {name} spend altogether?"
    );
    let first_total = first_count.checked_mul(first_price)?;
    let second_total = second_count * second_price;
    let steps = vec![
        step(
            format!("The {first} cost {first_count} × {first_price} = "),
            first_total,
            " dollars",
        ),
        step(
            format!("The {second} cost {second_count} × {second_price} = "),
            second_total,
            " dollars",
        ),
        step(
            format!("Together: {first_total} + {second_total} = "),
            first_total + second_total,
            " dollars",
        ),
    ];
    let expression = format!("{first_count} × {first_price} + {second_count} × {second_price}");
    Problem::new(question, expression, steps)
}

/// What is paid is made from the cost and the change.
fn change(draw: &Draw) -> Option<Problem> {
    let (change, price, count) = (draw.first(1), draw.number(1, 2), draw.number(2, 2));
    let (things, name) = (draw.pick(3, &THINGS), draw.pick(4, &NAMES));
    let cost = price * count;
    let paid = cost + change;
    let question = format!(
        "{name} pays for {count} {things} with ${paid}. Each of the {things} costs ${price}. \
         How many dollars of change does {name} get back?"
    );
    let steps = vec![
        step(
            format!("The {things} cost {count} × {price} = "),
            cost,
            " dollars",
        ),
        step(
            format!("The change is {paid} - {cost} = "),
            change,
            " dollars",
        ),
    ];
    Problem::new(question, format!("{paid} - {count} × {price}"), steps)
}

/// The known total is made from the unit price.
fn unit_price(draw: &Draw) -> Option<Problem> {
    let (price, known, wanted) = (draw.first(2), draw.number(1, 2), draw.number(2, 2));
    let (things, name) = (draw.pick(3, &THINGS), draw.pick(4, &NAMES));
    let total = price.checked_mul(known)?;
    let question = format!(
        "{known} {things} cost ${total} in all, and every one has the same price. \
         {name} needs {wanted} {things}. How many dollars will they cost?"
    );
    let steps = vec![
        step(format!("One costs {total} ÷ {known} = "), price, " dollars"),
        step(
            format!("{wanted} of them cost {wanted} × {price} = "),
            price.checked_mul(wanted)?,
            " dollars",
        ),
    ];
    Problem::new(question, format!("{total} ÷ {known} × {wanted}"), steps)
}

/// The price is made from what is left each week and the number of weeks.
fn saving_up(draw: &Draw) -> Option<Problem> {
    let weeks = draw.first(2);
    let (wage, hours, days) = (draw.number(1, 7), draw.number(2, 2), draw.number(3, 2));
    // Invariant: the smallest week's pay is 7 × 2 × 2 = 28 dollars, so something always remains.
    let spent = draw.number(4, 1);
    let name = draw.pick(5, &NAMES);
    let pay = wage * hours * days;
    let saved = pay - spent;
    let price = saved.checked_mul(weeks)?;
    let question = format!(
        "{name} earns ${wage} an hour and works {hours} hours a day on {days} days a week. \
         {name} spends ${spent} of it every week and saves the rest for a piano that costs \
         ${price}. After how many weeks can {name} buy the piano?"
    );
    let steps = vec![
        step(
            format!("A day brings {wage} × {hours} = "),
            wage * hours,
            " dollars",
        ),
        step(
            format!("A week brings {} × {days} = ", wage * hours),
            pay,
            " dollars",
        ),
        step(
            format!("Saved every week: {pay} - {spent} = "),
            saved,
            " dollars",
        ),
        step(
            format!("Weeks needed: {price} ÷ {saved} = "),
            weeks,
            " weeks",
        ),
    ];
    let expression = format!("{price} ÷ ({wage} × {hours} × {days} - {spent})");
    Problem::new(question, expression, steps)
}

//! Hours and minutes, speed, and work shared by machines. Answers are whole minutes, kilometres or pieces.

use super::Template;
use crate::draw::Draw;
use crate::problem::{Problem, step};
use crate::words::{NAMES, THINGS};

const TOPIC: &str = "time";

pub(super) static TEMPLATES: [Template; 5] = [
    Template {
        topic: TOPIC,
        difficulty: 1,
        sizes: &[22, 59, 32, 4],
        build: to_minutes,
    },
    Template {
        topic: TOPIC,
        difficulty: 2,
        sizes: &[18, 50, 14, 32, 3],
        build: with_breaks,
    },
    Template {
        topic: TOPIC,
        difficulty: 3,
        sizes: &[24, 12, 60, 10, 59, 32],
        build: between_clocks,
    },
    Template {
        topic: TOPIC,
        difficulty: 4,
        sizes: &[22, 30, 4, 32],
        build: distance,
    },
    Template {
        topic: TOPIC,
        difficulty: 5,
        sizes: &[20, 14, 13, 24, 32],
        build: two_machines,
    },
];

fn to_minutes(draw: &Draw) -> Option<Problem> {
    let (hours, minutes) = (draw.first(2), draw.number(1, 1));
    let name = draw.pick(2, &NAMES);
    let (act, noun) = draw.pick(
        3,
        &[
            ("walks in the hills", "walk"),
            ("paints a fence", "work"),
            ("listens to an audio book", "listening"),
            ("repairs an old radio", "repair"),
        ],
    );
    let question = format!(
        "{name} {act} for {hours} hours and {minutes} minutes. \
         How many minutes does the {noun} last?"
    );
    let whole = hours * 60;
    let steps = vec![
        step(
            format!("{hours} hours are {hours} × 60 = "),
            whole,
            " minutes",
        ),
        step(
            format!("Add the rest: {whole} + {minutes} = "),
            whole + minutes,
            " minutes",
        ),
    ];
    Problem::new(question, format!("{hours} × 60 + {minutes}"), steps)
}

fn with_breaks(draw: &Draw) -> Option<Problem> {
    let (lessons, length, pause) = (draw.first(3), draw.number(1, 11), draw.number(2, 2));
    let name = draw.pick(3, &NAMES);
    let (place, noun) = draw.pick(
        4,
        &[
            ("a course", "lessons"),
            ("a training", "rounds"),
            ("a rehearsal", "scenes"),
        ],
    );
    let question = format!(
        "{name} attends {place} of {lessons} {noun}. Each of them takes {length} minutes, and \
         between any two there is a break of {pause} minutes. How many minutes does it take from \
         the first start to the last end?"
    );
    let (busy, breaks) = (lessons.checked_mul(length)?, lessons - 1);
    let idle = breaks.checked_mul(pause)?;
    let steps = vec![
        step(
            format!("The {noun} take {lessons} × {length} = "),
            busy,
            " minutes",
        ),
        step(
            format!("The number of breaks is {lessons} - 1 = "),
            breaks,
            "",
        ),
        step(
            format!("The breaks take {breaks} × {pause} = "),
            idle,
            " minutes",
        ),
        step(
            format!("Together: {busy} + {idle} = "),
            busy + idle,
            " minutes",
        ),
    ];
    let expression = format!("{lessons} × {length} + ({lessons} - 1) × {pause}");
    Problem::new(question, expression, steps)
}

/// From one time of day to another on the same day, several days long.
fn between_clocks(draw: &Draw) -> Option<Problem> {
    let (days, start_hour, start_minute) = (draw.first(2), draw.number(1, 1), draw.number(2, 0));
    let (hours, minutes) = (draw.number(3, 1), draw.number(4, 1));
    let name = draw.pick(5, &NAMES);
    let start = start_hour * 60 + start_minute;
    let end = start + hours * 60 + minutes;
    let (end_hour, end_minute) = (end / 60, end % 60);
    let question = format!(
        "{name}'s shift begins at {start_hour}:{start_minute:02} and ends at \
         {end_hour}:{end_minute:02} on the same day. {name} works {days} such shifts. \
         How many minutes is that in all?"
    );
    let length = end - start;
    let steps = vec![
        step(
            format!("Minutes from midnight to the end: {end_hour} × 60 + {end_minute} = "),
            end,
            "",
        ),
        step(
            format!("Minutes from midnight to the start: {start_hour} × 60 + {start_minute} = "),
            start,
            "",
        ),
        step(
            format!("One shift lasts {end} - {start} = "),
            length,
            " minutes",
        ),
        step(
            format!("{days} shifts last {days} × {length} = "),
            length.checked_mul(days)?,
            " minutes",
        ),
    ];
    let expression = format!(
        "{days} × (({end_hour} × 60 + {end_minute}) - ({start_hour} × 60 + {start_minute}))"
    );
    Problem::new(question, expression, steps)
}

/// The speed is a multiple of 12 km/h and the time of 5 minutes, so the distance is whole.
fn distance(draw: &Draw) -> Option<Problem> {
    let (speed, minutes) = (draw.first(2).checked_mul(12)?, draw.number(1, 3) * 5);
    let vehicle = draw.pick(2, &["train", "bus", "ferry", "car"]);
    let name = draw.pick(3, &NAMES);
    let question = format!(
        "{name} travels by {vehicle} at a steady {speed} kilometres per hour for {minutes} \
         minutes. How many kilometres is that?"
    );
    let product = speed.checked_mul(minutes)?;
    let steps = vec![
        step(
            format!("Multiply the speed by the minutes: {speed} × {minutes} = "),
            product,
            "",
        ),
        step(
            format!("An hour has 60 minutes: {product} ÷ 60 = "),
            product / 60,
            " km",
        ),
    ];
    Problem::new(question, format!("{speed} × {minutes} ÷ 60"), steps)
}

/// The working time is a multiple of both cycle times.
fn two_machines(draw: &Draw) -> Option<Problem> {
    let cycles = draw.first(2);
    let fast = draw.number(1, 2);
    let slow = fast + draw.number(2, 1);
    let (things, name) = (draw.pick(3, &THINGS), draw.pick(4, &NAMES));
    let minutes = cycles.checked_mul(fast * slow)?;
    let question = format!(
        "{name} runs two machines that make {things}. One finishes a piece every {fast} minutes, \
         the other every {slow} minutes. Both run for {minutes} minutes. \
         How many pieces do they make together?"
    );
    let (first, second) = (minutes / fast, minutes / slow);
    let steps = vec![
        step(
            format!("The fast machine makes {minutes} ÷ {fast} = "),
            first,
            " pieces",
        ),
        step(
            format!("The slow machine makes {minutes} ÷ {slow} = "),
            second,
            " pieces",
        ),
        step(
            format!("Together: {first} + {second} = "),
            first + second,
            " pieces",
        ),
    ];
    Problem::new(
        question,
        format!("{minutes} ÷ {fast} + {minutes} ÷ {slow}"),
        steps,
    )
}

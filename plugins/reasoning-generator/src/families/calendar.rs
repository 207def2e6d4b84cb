//! Days of the week and distances of dates, in the Gregorian calendar.

use crate::draw::Draw;
use crate::problem::Problem;

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days of a month, from 0 for January.
pub(crate) fn month_days(year: i64, month: usize) -> i64 {
    match month {
        1 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

pub(crate) fn build(draw: &mut Draw) -> Problem {
    match draw.difficulty {
        1 => weekday(draw),
        2 => distance(draw),
        _ => later_date(draw),
    }
}

fn weekday(draw: &mut Draw) -> Problem {
    let today = draw.number(0, 6) as usize;
    let days = draw.number(8, 400);
    let (weeks, rest) = (days / 7, days % 7);
    let answer = DAYS[(today + rest as usize) % 7];
    let mut steps = vec![format!(
        "{days} days are {weeks} whole weeks ({weeks} * 7 = {} days) and {rest} days more.",
        weeks * 7
    )];
    steps.push("After whole weeks it is the same day of the week again.".to_owned());
    steps.push(match rest {
        0 => format!("Nothing is left, so it is {answer}."),
        _ => format!("{rest} days after {} comes {answer}.", DAYS[today]),
    });
    Problem {
        question: format!(
            "Today is {}. Which day of the week is it {days} days from now?",
            DAYS[today]
        ),
        steps,
        answer: answer.to_owned(),
    }
}

/// A date: year, month from 0, day from 1.
type Date = (i64, usize, i64);

fn distance(draw: &mut Draw) -> Problem {
    let year = draw.number(1990, 2049);
    let first = draw.number(0, 9) as usize;
    let last = draw.number(first as i64 + 1, 11) as usize;
    let (from, to) = (draw.number(1, 28), draw.number(1, 28));
    let mut days = month_days(year, first) - from;
    let mut steps = vec![format!(
        "From {from} to the end of {}: {} - {from} = {days} days.",
        MONTHS[first],
        month_days(year, first)
    )];
    for (month, name) in MONTHS.iter().enumerate().take(last).skip(first + 1) {
        let long = month_days(year, month);
        steps.push(format!(
            "{name} has {long} days: {days} + {long} = {}",
            days + long
        ));
        days += long;
    }
    steps.push(format!(
        "Up to {to} {}: {days} + {to} = {}",
        MONTHS[last],
        days + to
    ));
    let answer = days + to;
    Problem {
        question: format!(
            "How many days are there from {from} {} {year} to {to} {} {year}? Do not count the first day.",
            MONTHS[first], MONTHS[last]
        ),
        steps,
        answer: answer.to_string(),
    }
}

fn later_date(draw: &mut Draw) -> Problem {
    let start: Date = (
        draw.number(1990, 2049),
        draw.number(0, 11) as usize,
        draw.number(1, 28),
    );
    let days = draw.number(40, 200);
    let (mut year, mut month, mut day) = start;
    let mut left = days;
    let mut steps = Vec::new();
    while day + left > month_days(year, month) {
        let used = month_days(year, month) - day + 1;
        left -= used;
        (year, month) = if month == 11 {
            (year + 1, 0)
        } else {
            (year, month + 1)
        };
        day = 1;
        steps.push(format!(
            "{used} days lead to 1 {} {year}; {left} are left.",
            MONTHS[month]
        ));
    }
    steps.push(format!(
        "{left} more days: {day} + {left} = {}, so it is {} {} {year}.",
        day + left,
        day + left,
        MONTHS[month]
    ));
    Problem {
        question: format!(
            "Which date is {days} days after {} {} {}? Answer in the form: 5 March 2020.",
            start.2, MONTHS[start.1], start.0
        ),
        steps,
        answer: format!("{} {} {year}", day + left, MONTHS[month]),
    }
}

#[cfg(test)]
mod tests {
    use super::{DAYS, Date, MONTHS, build, month_days};
    use crate::draw::Draw;

    fn next((year, month, day): Date) -> Date {
        match (day < month_days(year, month), month < 11) {
            (true, _) => (year, month, day + 1),
            (false, true) => (year, month + 1, 1),
            (false, false) => (year + 1, 0, 1),
        }
    }

    fn date(words: &[&str]) -> Date {
        (
            words[2].parse().unwrap(),
            MONTHS.iter().position(|it| *it == words[1]).unwrap(),
            words[0].parse().unwrap(),
        )
    }

    /// Walks day by day and reads the numbers from the question, so it shares nothing with the solution.
    #[test]
    fn walking_day_by_day_gives_the_same() {
        for rng_seed in 0..300 {
            let weekday = build(&mut Draw::new(rng_seed, 1, &[]));
            let words: Vec<&str> = weekday.question.split([' ', '.']).collect();
            let today = DAYS.iter().position(|it| *it == words[2]).unwrap();
            let days: usize = words.iter().find_map(|it| it.parse().ok()).unwrap();
            assert_eq!(
                DAYS[(0..days).fold(today, |it, _| (it + 1) % 7)],
                weekday.answer
            );

            let distance = build(&mut Draw::new(rng_seed, 2, &[]));
            let words: Vec<&str> = distance.question.split([' ', '?']).collect();
            let (mut at, to) = (date(&words[6..9]), date(&words[10..13]));
            let mut count = 0;
            while at != to {
                at = next(at);
                count += 1;
            }
            assert_eq!(count.to_string(), distance.answer, "{}", distance.question);

            let later = build(&mut Draw::new(rng_seed, 3, &[]));
            let words: Vec<&str> = later.question.split([' ', '?']).collect();
            let days: usize = words[3].parse().unwrap();
            let (year, month, day) = (0..days).fold(date(&words[6..9]), |it, _| next(it));
            assert_eq!(format!("{day} {} {year}", MONTHS[month]), later.answer);
        }
    }
}

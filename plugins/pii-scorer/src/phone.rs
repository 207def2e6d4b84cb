//! Phone numbers: international with `+` or `00`, national in the forms of the countries asked for. Dates, versions, order numbers,
//! toll-free numbers, and ranges that authorities keep for films and manuals do not count.
//!
//! Bare national digits count only after a word such as `call` or `Tel.`: too much else has ten digits.

use std::cell::LazyCell;

use crate::context::{closes, opens, says};
use crate::digits::{Group, Run, separator};
use crate::found::{Found, Kind};

/// A country's national form.
pub(crate) struct Country {
    pub(crate) name: &'static str,
    code: &'static str,
    /// What is dialled first within the country.
    trunk: &'static str,
    /// Fewest and most digits without the trunk.
    lengths: [usize; 2],
    /// Beginnings (without trunk) of numbers that belong to services.
    services: &'static [&'static str],
    /// Beginnings (without trunk) that are kept for fiction.
    fiction: &'static [&'static str],
}

/// Countries whose national forms are known. Of several that a number fits, the first counts.
pub(crate) const COUNTRIES: [Country; 14] = [
    country(
        "US",
        "1",
        "",
        [10, 10],
        &["800", "833", "844", "855", "866", "877", "888", "900"],
        &[],
    ),
    country(
        "GB",
        "44",
        "0",
        [9, 10],
        &["800", "808", "845", "870", "871", "300"],
        &[
            "7700900", "2079460", "1632960", "1134960", "1144960", "1154960", "1164960", "1174960",
            "1184960", "1214960", "1314960", "1414960", "1514960", "1614960", "1914980", "2896496",
            "2920180", "8081570", "3069990",
        ],
    ),
    country(
        "DE",
        "49",
        "0",
        [6, 12],
        &["800", "900", "137", "180"],
        &[
            "3023125",
            "6990009",
            "4066969",
            "22147148",
            "8999998",
            "17139200",
            "172992",
            "173929",
            "1522881",
            "176040690",
            "157099",
        ],
    ),
    country(
        "FR",
        "33",
        "0",
        [9, 9],
        &["80", "81", "82", "89"],
        &["19900", "26191", "35301", "46571", "53649", "63998"],
    ),
    country("ES", "34", "", [9, 9], &["800", "900", "901", "902"], &[]),
    country("IT", "39", "", [8, 11], &["800", "199", "892"], &[]),
    country("NL", "31", "0", [9, 9], &["800", "900"], &[]),
    country("BR", "55", "", [10, 11], &["800"], &[]),
    country("IN", "91", "0", [10, 10], &["1800"], &[]),
    country(
        "AU",
        "61",
        "0",
        [9, 9],
        &["1300", "1800"],
        &[
            "491570006",
            "491570156",
            "491570157",
            "491570158",
            "491570159",
            "491570110",
            "25550",
            "35550",
            "75550",
            "85550",
        ],
    ),
    country("AT", "43", "0", [7, 12], &["800", "900"], &[]),
    country("BE", "32", "0", [8, 9], &["800", "900"], &[]),
    country("CH", "41", "0", [9, 9], &["800", "900"], &[]),
    country("PL", "48", "", [9, 9], &["800", "801"], &[]),
];

const fn country(
    name: &'static str,
    code: &'static str,
    trunk: &'static str,
    lengths: [usize; 2],
    services: &'static [&'static str],
    fiction: &'static [&'static str],
) -> Country {
    Country {
        name,
        code,
        trunk,
        lengths,
        services,
        fiction,
    }
}

/// Calling codes of one and two digits; all others have three.
const SHORT_CODES: [&str; 46] = [
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45",
    "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
    "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];
/// First two digits of calling codes of three.
const LONG_CODES: [&str; 17] = [
    "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "85",
    "97",
];
const LONG_CODES_MORE: [&str; 3] = ["96", "99", "88"];

const WORDS: [&str; 26] = [
    "tel",
    "tél",
    "phone*",
    "telephone",
    "call",
    "cell",
    "cellphone",
    "mobile",
    "mob",
    "fax",
    "whatsapp",
    "telefon*",
    "telefoon*",
    "téléphone",
    "teléfono",
    "telefono",
    "telefone",
    "móvil",
    "celular",
    "handy",
    "mobil*",
    "sms",
    "text me",
    "dial",
    "ring",
    "reach me",
];

/// A longer run is a table of numbers.
const LONGEST_RUN: usize = 16;

/// What the recipe wants to know.
pub(crate) struct Wanted<'a> {
    pub(crate) countries: &'a [&'static Country],
    pub(crate) services: bool,
    pub(crate) test_values: bool,
}

/// Adds the phone numbers among the runs.
pub(crate) fn find(text: &str, runs: &[Run], wanted: &Wanted<'_>, found: &mut Vec<Found>) {
    for run in runs {
        let mut first = 0;
        while first < run.groups.len() {
            let step = match number_at(text, run, first, wanted) {
                Some((start, last, name)) => {
                    found.push(Found::new(Kind::Phone, start, run.groups[last].end, name));
                    last + 1 - first
                }
                None => 1,
            };
            first += step;
        }
    }
}

/// The number whose first group is `first`: where it starts, its last group, its country.
fn number_at(
    text: &str,
    run: &Run,
    first: usize,
    wanted: &Wanted<'_>,
) -> Option<(usize, usize, &'static str)> {
    let bytes = text.as_bytes();
    let group = run.groups[first];
    let mut start = group.start;
    while start > 0 && group.start - start < 2 && matches!(bytes[start - 1], b'+' | b'(') {
        start -= 1;
    }
    if first > 0 && run.groups[first - 1].end >= start {
        return None;
    }
    let plus = text[start..group.start].contains('+');
    // Why: within a run only a blank divides one number from the next; "12-34-56" has no number inside.
    let divided = first == 0 || plus || text[run.groups[first - 1].end..start].contains(' ');
    if !divided || !opens(text, start) {
        return None;
    }
    if plus || text[group.start..group.end].starts_with("00") && group.len() > 3 {
        return international(text, run, first, start, wanted);
    }
    if run.groups.len() > LONGEST_RUN {
        return None;
    }
    // Why: looking back costs more than all the rest, and few numbers come so far.
    let named = LazyCell::new(|| says(text, start, &WORDS));
    let fitting = wanted
        .countries
        .iter()
        .find_map(|country| national(text, run, first, country, &named));
    let (last, country, rest) = fitting?;
    counts(country.code, Some(country), &rest, wanted).then_some((start, last, country.name))
}

fn digits(text: &str, groups: &[Group]) -> String {
    groups
        .iter()
        .map(|group| &text[group.start..group.end])
        .collect()
}

fn international(
    text: &str,
    run: &Run,
    first: usize,
    start: usize,
    wanted: &Wanted<'_>,
) -> Option<(usize, usize, &'static str)> {
    let most = run.groups.len().min(first + 8);
    for last in (first..most).rev() {
        let groups = &run.groups[first..=last];
        let written = digits(text, groups);
        let number = written.strip_prefix("00").unwrap_or(&written);
        let code = calling_code(number);
        let Some(code) = code.filter(|_| {
            (8..=15).contains(&number.len()) && closes(text, groups[groups.len() - 1].end)
        }) else {
            continue;
        };
        let mut rest = &number[code.len()..];
        // `+49 (0)30 …`
        if rest.starts_with('0') && code != "39" {
            rest = &rest[1..];
        }
        let known = COUNTRIES.iter().find(|country| country.code == code);
        let fits = known.is_none_or(|it| (it.lengths[0]..=it.lengths[1]).contains(&rest.len()))
            && (code != "1" || is_north_american(rest));
        let varied = rest.bytes().any(|byte| Some(byte) != rest.bytes().next());
        if fits && varied {
            return counts(code, known, rest, wanted).then_some((
                start,
                last,
                known.map_or("other", |it| it.name),
            ));
        }
    }
    None
}

fn calling_code(number: &str) -> Option<&str> {
    let short = SHORT_CODES.iter().find(|code| number.starts_with(**code));
    let long = || {
        LONG_CODES
            .iter()
            .chain(&LONG_CODES_MORE)
            .any(|code| number.starts_with(code))
    };
    match short {
        Some(code) => number.get(..code.len()),
        None => long().then(|| number.get(..3)).flatten(),
    }
}

/// The last group, the country and the digits without its trunk.
fn national(
    text: &str,
    run: &Run,
    first: usize,
    country: &'static Country,
    named: &LazyCell<bool, impl FnOnce() -> bool>,
) -> Option<(usize, &'static Country, String)> {
    let most = run.groups.len().min(first + 6);
    let [fewest_digits, most_digits] = country.lengths;
    let starts = text[run.groups[first].start..].starts_with(country.trunk);
    for last in (first..most).rev().take_while(|_| starts) {
        let groups = &run.groups[first..=last];
        let length: usize = groups.iter().map(|group| group.len()).sum();
        // The trunk, or the 1 that Americans may dial first.
        if !(fewest_digits..=most_digits + 1).contains(&length)
            || !closes(text, groups[groups.len() - 1].end)
        {
            continue;
        }
        let written = digits(text, groups);
        let rest = written.strip_prefix(country.trunk).unwrap_or(&written);
        let rest = match rest.strip_prefix('1') {
            Some(rest) if country.name == "US" && length == 11 => rest,
            _ => rest,
        };
        let shapes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        if !(fewest_digits..=most_digits).contains(&rest.len())
            || !starts_well(country.name, rest)
            || is_date(&shapes, text, groups)
        {
            continue;
        }
        let separator = separator(text, groups);
        let parenthesis = text[..groups[0].start].ends_with('(');
        let is_form = if groups.len() == 1 {
            **named
        } else {
            is_grouped(country.name, &shapes, separator, parenthesis, named)
        };
        if is_form {
            return Some((last, country, rest.to_owned()));
        }
    }
    None
}

/// How people of a country group digits; with a word before it any grouping does.
fn is_grouped(
    country: &str,
    shapes: &[usize],
    separator: Option<&str>,
    parenthesis: bool,
    named: &LazyCell<bool, impl FnOnce() -> bool>,
) -> bool {
    let even = separator
        .is_some_and(|it| matches!(it, " " | "-" | "." | "\u{2011}" | "\u{a0}" | "\u{202f}"));
    match country {
        "US" => (matches!(shapes, [3, 3, 4] | [1, 3, 3, 4])) && (even || parenthesis || **named),
        "FR" => matches!(shapes, [2, 2, 2, 2, 2]) && even,
        "ES" => {
            even && (**named || parenthesis)
                && matches!(shapes, [3, 3, 3] | [3, 2, 2, 2] | [2, 3, 2, 2])
        }
        "PL" => even && **named && matches!(shapes, [3, 3, 3] | [2, 3, 2, 2]),
        "BR" => {
            parenthesis && matches!(shapes, [2, 4 | 5, 4])
                || **named && matches!(shapes, [2, 4 | 5, 4])
        }
        "IN" => {
            **named && matches!(shapes, [5, 5] | [3, 3, 4] | [4, 3, 3]) || matches!(shapes, [6, 5])
        }
        "IT" => (**named || parenthesis) && shapes.len() <= 4 && (2..=4).contains(&shapes[0]),
        "GB" if separator == Some("/") => false,
        "GB" => matches!(
            shapes,
            [5, 3, 3] | [5, 6] | [4, 3, 4] | [3, 4, 4] | [3, 8] | [5, 5] | [4, 7]
        ),
        "AU" => matches!(shapes, [4, 3, 3] | [2, 4, 4] | [2, 8]),
        "DE" | "AT" if shapes[0] < 3 => false,
        // Area code and the rest: `030 1234567`, `(030) 123-45`, `0171/1234567`.
        _ => {
            (2..=5).contains(&shapes[0])
                && shapes.len() <= 5
                && shapes[1..].iter().all(|len| *len >= 2)
                && (shapes.len() > 2 || shapes[1] >= 5)
        }
    }
}

fn starts_well(country: &str, rest: &str) -> bool {
    let head = rest.as_bytes();
    let first = head.first().copied().unwrap_or(b'0');
    match country {
        "US" => is_north_american(rest),
        "ES" => matches!(first, b'6'..=b'9'),
        "IN" => matches!(first, b'6'..=b'9') || rest.len() == 10 && first != b'0',
        "IT" => matches!(first, b'0' | b'3'),
        "BR" => first != b'0' && head.get(1) != Some(&b'0'),
        _ => first != b'0',
    }
}

/// Area code and exchange begin with 2 to 9.
fn is_north_american(rest: &str) -> bool {
    let digits = rest.as_bytes();
    digits.len() == 10
        && digits[0] >= b'2'
        && digits[3] >= b'2'
        && !(digits[1] == b'9' && digits[0] == b'9')
        && digits[1..3] != *b"11"
}

/// `01.02.2024`, `2024-01-02`, `01-02-24 12`.
fn is_date(shapes: &[usize], text: &str, groups: &[Group]) -> bool {
    let value = |at: usize| {
        text[groups[at].start..groups[at].end]
            .parse::<u32>()
            .unwrap_or(u32::MAX)
    };
    match shapes {
        [1 | 2, 1 | 2, 2 | 4, ..] => {
            value(0) <= 31 && value(1) <= 31 && (shapes.len() < 5 || shapes[2] == 4)
        }
        [4, 1 | 2, 1 | 2, ..] => {
            (1000..=2999).contains(&value(0)) && value(1) <= 12 && value(2) <= 31
        }
        [4, 4] => (1000..=2999).contains(&value(0)) && (1000..=2999).contains(&value(1)),
        _ => false,
    }
}

fn counts(code: &str, country: Option<&Country>, rest: &str, wanted: &Wanted<'_>) -> bool {
    let services: &[&str] = country.map_or(&["800"], |it| it.services);
    let fiction: &[&str] = country.map_or(&[], |it| it.fiction);
    let starts = |list: &[&str]| list.iter().any(|head| rest.starts_with(head));
    // 555-0100 to 555-0199, and 555-1212, which answers everybody.
    let fictional = code == "1"
        && rest.len() == 10
        && (rest[3..].starts_with("55501") || rest[3..].starts_with("5551212"));
    let counted = "1234567890".contains(rest)
        || rest == "9876543210"
        || rest.bytes().all(|byte| Some(byte) == rest.bytes().next());
    (wanted.services || !starts(services))
        && (wanted.test_values || !(fictional || counted || starts(fiction)))
}

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, Country, Wanted, find};
    use crate::digits::runs;

    fn phones(text: &str) -> Vec<String> {
        let countries: Vec<&'static Country> = COUNTRIES.iter().collect();
        let wanted = Wanted {
            countries: &countries,
            services: false,
            test_values: false,
        };
        let mut found = Vec::new();
        find(text, &runs(text), &wanted, &mut found);
        found
            .iter()
            .map(|it| format!("{} {}", it.detail, &text[it.start..it.end]))
            .collect()
    }

    #[test]
    fn finds_what_people_write() {
        for (text, expected) in [
            ("+1 415 867 5309", vec!["US +1 415 867 5309"]),
            ("(415) 867-5309", vec!["US (415) 867-5309"]),
            (
                "415.867.5309 or 212-867-5309 ext 3",
                vec!["US 415.867.5309", "US 212-867-5309"],
            ),
            ("1-415-867-5309", vec!["US 1-415-867-5309"]),
            ("call 4158675309 now", vec!["US 4158675309"]),
            ("+4915112345678", vec!["DE +4915112345678"]),
            ("+49 (0)30 8642-1357", vec!["DE +49 (0)30 8642-1357"]),
            ("Tel.: 030/86421357", vec!["DE 030/86421357"]),
            ("0151 23456789", vec!["DE 0151 23456789"]),
            ("06 12 34 56 78", vec!["FR 06 12 34 56 78"]),
            ("0033 6 12 34 56 78", vec!["FR 0033 6 12 34 56 78"]),
            ("07911 123456", vec!["GB 07911 123456"]),
            ("(11) 98765-4321", vec!["BR (11) 98765-4321"]),
            ("+380 44 123 45 67", vec!["other +380 44 123 45 67"]),
            ("+39 06 6982 1234", vec!["IT +39 06 6982 1234"]),
            ("+91 98765 43211", vec!["IN +91 98765 43211"]),
        ] {
            assert_eq!(phones(text), expected, "{text}");
        }
    }

    #[test]
    fn leaves_other_numbers_alone() {
        for text in [
            "4158675309",
            "2024-01-15 and 15.01.2024, 01/02/2024 10",
            "version 1.10.2003, 10.0.19041.1",
            "ORD-415-867-5309 #415-867-5309",
            "order 2024-000123-01",
            "555-0123, (212) 555-0147, +1 800 867 5309, 1-888-867-5309",
            "07700 900123, 020 7946 0123, +44 1632 960123, 030 23125 123",
            "1234567890, call 123-456-7890",
            "1 2 3 4 5 6 7 8 9 10 11 12",
            "100 200 3000",
            "0.123456789 and 3.14159265358979",
            "978-3-16-148410-0",
            "12+30=42, 5 + 1234567890",
            "192.168.100.1000",
            "2019-2024",
            "10:30-11:45",
            "https://x.io/415-867-5309",
            "+10 +200 points",
        ] {
            assert_eq!(phones(text), Vec::<String>::new(), "{text}");
        }
    }
}

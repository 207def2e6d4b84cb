//! Ids that hold letters: NINO, DNI and NIE, codice fiscale, NIR of Corsica, henkilötunnus, Chinese ids that end in X.

use super::checks::{cn_check, cn_head};
use crate::context::{closes, opens, says};
use crate::found::{Found, Kind};

const TESTS: [&str; 12] = [
    "AB123456C",
    "AA123456A",
    "AB123456D",
    "JG103759A",
    "12345678Z",
    "00000000T",
    "X1234567L",
    "Z1234567R",
    "RSSMRA85T10A562S",
    "MRTMTT91D08F205J",
    "131052308T",
    "110105194912310020",
];

/// Longest code; a longer word is none.
const LONGEST: usize = 22;

/// Adds the ids of a text.
pub(super) fn find(
    text: &str,
    countries: &[String],
    with_test_values: bool,
    found: &mut Vec<Found>,
) {
    let wants = |name: &str| countries.iter().any(|country| country == name);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let end = at + length;
        if length <= LONGEST {
            let digit = bytes[at..end].iter().any(u8::is_ascii_digit);
            let code = (digit || length == 2)
                .then(|| code_at(text, at, end))
                .flatten();
            if let Some((country, end)) = code.filter(|(country, _)| wants(country)) {
                let written: String = text[at..end]
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .collect();
                let real =
                    with_test_values || !TESTS.contains(&written.to_ascii_uppercase().as_str());
                if opens(text, at) && closes(text, end) {
                    found.push(Found::new(Kind::NationalId, at, end, country).counting(real));
                }
            }
        }
        at = end;
    }
}

/// The country of the code that begins with this word, and where the code ends.
fn code_at(text: &str, start: usize, end: usize) -> Option<(&'static str, usize)> {
    let word = &text.as_bytes()[start..end];
    match word.len() {
        2 => spaced_nino(text, start),
        // Why: lower-case words of this form are parts of hashes.
        9 if is_nino(word) => Some(("GB", end)),
        9 if is_spanish(word) => Some(("ES", end)),
        8 if word.iter().all(u8::is_ascii_digit) => split_dni(text, start, end),
        16 if is_codice_fiscale(word) => Some(("IT", end)),
        6 if word.iter().all(u8::is_ascii_digit) => finnish(text, start, end),
        10 if word[6].is_ascii_uppercase() => finnish(text, start, start + 6),
        15 if is_corsican(word) => Some(("FR", end)),
        18 if is_chinese(word) => Some(("CN", end)),
        _ => None,
    }
}

/// Two letters, six digits, A to D.
fn is_nino(word: &[u8]) -> bool {
    let [first, second, digits @ .., last] = word else {
        return false;
    };
    let prefix = [*first, *second];
    first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && ![*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&prefix)
        && digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && matches!(last, b'A'..=b'D')
}

/// `AB 12 34 56 C`.
fn spaced_nino(text: &str, start: usize) -> Option<(&'static str, usize)> {
    let rest = text.as_bytes().get(start..start + 13)?;
    let spaced = [2, 5, 8, 11].iter().all(|at| rest[*at] == b' ');
    let word: Vec<u8> = rest.iter().copied().filter(|byte| *byte != b' ').collect();
    (spaced && is_nino(&word)).then_some(("GB", start + 13))
}

const DNI_LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// DNI: eight digits and a letter; NIE: X, Y or Z, seven digits and a letter.
fn is_spanish(word: &[u8]) -> bool {
    let [first, middle @ .., last] = word else {
        return false;
    };
    let head = match first {
        b'X' | b'Y' | b'Z' => first - b'X',
        b'0'..=b'9' => first - b'0',
        _ => return false,
    };
    middle.iter().all(u8::is_ascii_digit) && {
        let number = middle.iter().fold(u64::from(head), |number, digit| {
            number * 10 + u64::from(digit - b'0')
        });
        DNI_LETTERS[(number % 23) as usize] == *last
    }
}

/// `12345678-Z`.
fn split_dni(text: &str, start: usize, end: usize) -> Option<(&'static str, usize)> {
    let bytes = text.as_bytes();
    let letter = bytes
        .get(end + 1)
        .filter(|_| matches!(bytes[end], b'-' | b' '))?;
    let word: Vec<u8> = bytes[start..end].iter().chain([letter]).copied().collect();
    let named = || bytes[end] == b'-' || says(text, start, &["dni", "nif", "documento"]);
    (is_spanish(&word) && named()).then_some(("ES", end + 2))
}

/// Surname, name, year, month, day, place and check letter; digits may be letters where two people would have the same code.
fn is_codice_fiscale(word: &[u8]) -> bool {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let upper: Vec<u8> = word.to_ascii_uppercase();
    let digit_at = |at: &usize| upper[*at].is_ascii_digit() || b"LMNPQRSTUV".contains(&upper[*at]);
    let letters = [0, 1, 2, 3, 4, 5, 8, 11, 15];
    let shape = letters.iter().all(|at| upper[*at].is_ascii_uppercase())
        && [6, 7, 9, 10, 12, 13, 14].iter().all(digit_at)
        && b"ABCDEHLMPRST".contains(&upper[8]);
    let sum: u32 = upper[..15]
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            let place = if byte.is_ascii_digit() {
                byte - b'0'
            } else {
                byte.saturating_sub(b'A')
            };
            if at % 2 == 0 {
                ODD[usize::from(place)]
            } else {
                u32::from(place)
            }
        })
        .sum();
    shape && sum % 26 == u32::from(upper[15] - b'A')
}

/// Date, sign of the century, number, check sign.
fn finnish(text: &str, start: usize, end: usize) -> Option<(&'static str, usize)> {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let code = text.as_bytes().get(start..start + 11)?;
    let number = |digits: &[u8]| {
        digits.iter().fold(0_u64, |number, digit| {
            number * 10 + u64::from(digit.wrapping_sub(b'0'))
        })
    };
    let (date, rest) = (&code[..6], &code[7..10]);
    let digits = date.iter().chain(rest).all(u8::is_ascii_digit);
    let day = (1..=31).contains(&number(&date[..2])) && (1..=12).contains(&number(&date[2..4]));
    let sum = number(date) * 1000 + number(rest);
    let fits = digits
        && day
        && b"+-ABCDEFYXWVU".contains(&code[6])
        && SIGNS[(sum % 31) as usize] == code[10];
    (fits && end == start + 6).then_some(("FI", start + 11))
}

/// A NIR with `2A` or `2B` as department.
fn is_corsican(word: &[u8]) -> bool {
    let department = match &word[5..7] {
        b"2A" => 19,
        b"2B" => 18,
        _ => return false,
    };
    let others = word[..5].iter().chain(&word[7..]);
    others.clone().all(u8::is_ascii_digit) && {
        let number = |digits: &[u8]| {
            digits
                .iter()
                .fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'))
        };
        let base = (number(&word[..5]) * 100 + department) * 1_000_000 + number(&word[7..13]);
        matches!(word[0], b'1' | b'2') && 97 - base % 97 == number(&word[13..])
    }
}

fn is_chinese(word: &[u8]) -> bool {
    let digits: Vec<u8> = word[..17]
        .iter()
        .map(|byte| byte.wrapping_sub(b'0'))
        .collect();
    matches!(word[17], b'X' | b'x')
        && digits.iter().all(|digit| *digit < 10)
        && cn_head(&digits)
        && cn_check(&digits) == 10
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::ids::COUNTRIES;

    #[test]
    fn finds_ids_and_nothing_like_them() {
        let ids = |text: &str| {
            let mut found = Vec::new();
            find(text, &COUNTRIES.map(str::to_owned), false, &mut found);
            found
                .iter()
                .filter(|it| it.counts)
                .map(|it| format!("{} {}", it.detail, &text[it.start..it.end]))
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("NI: CE345678B.", vec!["GB CE345678B"]),
            ("CE 34 56 78 B", vec!["GB CE 34 56 78 B"]),
            ("QQ123456C BG123456A CE345678E", vec![]),
            ("DNI 53726481X", vec![]),
            ("DNI 53726481E", vec!["ES 53726481E"]),
            ("DNI: 53726481-E", vec!["ES 53726481-E"]),
            ("Y5372648Q", vec![]),
            ("CF BNCGLI90A41F205V", vec![]),
            ("RSSMRA85T10A562S", vec![]),
            ("VRDGPP13R10B293P", vec!["IT VRDGPP13R10B293P"]),
            ("hetu 010190-123N", vec![]),
            ("HETU 120464-126J", vec!["FI 120464-126J"]),
            ("34052419800101001X", vec!["CN 34052419800101001X"]),
            ("é日本 12 ab", vec![]),
        ] {
            assert_eq!(ids(text), expected, "{text}");
        }
    }
}

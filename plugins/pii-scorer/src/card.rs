//! Payment cards: issuer range, length for that issuer, Luhn digit. Numbers that payment services publish for tests belong to nobody.

use crate::context::{closes, opens, says};
use crate::digits::{Run, luhn, separator, values};
use crate::found::{Found, Kind};

/// A longer run is a table of numbers.
const MOST_GROUPS: usize = 8;

const WORDS: [&str; 14] = [
    "card*",
    "credit",
    "debit",
    "visa",
    "mastercard",
    "amex",
    "pan",
    "cc",
    "karte*",
    "kreditkarte*",
    "carte",
    "tarjeta",
    "carta",
    "cartão",
];

/// Published test numbers of Stripe, PayPal, Adyen and Braintree, and what everybody types.
pub(crate) const TEST_CARDS: [&str; 28] = [
    "4242424242424242",
    "4111111111111111",
    "4012888888881881",
    "4000056655665556",
    "4000000000000002",
    "4000000000009995",
    "4000002500003155",
    "4000000000003220",
    "4000002760003184",
    "4222222222222220",
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "2223003122003222",
    "2223000048400011",
    "378282246310005",
    "371449635398431",
    "378734493671000",
    "6011111111111117",
    "6011000990139424",
    "6011981111111113",
    "3056930009020004",
    "30569309025904",
    "38520000023237",
    "36227206271667",
    "3566002020360505",
    "3530111333300000",
    "6200000000000005",
];

/// Adds the card numbers among the runs.
pub(crate) fn find(text: &str, runs: &[Run], tests: &[String], found: &mut Vec<Found>) {
    for run in runs {
        for first in 0..run.groups.len() {
            for last in first..run.groups.len().min(first + 5) {
                let groups = &run.groups[first..=last];
                let digits: usize = groups.iter().map(|group| group.len()).sum();
                if digits > 19 {
                    break;
                }
                if digits < 14 {
                    continue;
                }
                let (start, end) = (groups[0].start, groups[groups.len() - 1].end);
                let shapes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
                let grouped = groups.len() > 1;
                if (grouped && run.groups.len() > MOST_GROUPS) || !is_shape(&shapes) {
                    continue;
                }
                if grouped
                    && !matches!(
                        separator(text, groups),
                        Some(" " | "-" | "\u{a0}" | "\u{202f}")
                    )
                {
                    continue;
                }
                let number = values(text, groups);
                let Some(brand) = brand(&number).filter(|_| luhn(&number)) else {
                    continue;
                };
                let named = says(text, start, &WORDS);
                // Why: 14 and 19 digits are also times and order numbers; one in ten of any number passes Luhn.
                if !grouped && !named && !matches!(digits, 15 | 16) {
                    continue;
                }
                let fits = opens(text, start) && closes(text, end);
                if fits {
                    let card = Found::new(Kind::Card, start, end, brand);
                    found.push(card.counting(!is_test(&number, tests)));
                }
            }
        }
    }
}

/// How people group card numbers.
fn is_shape(lengths: &[usize]) -> bool {
    matches!(
        lengths,
        [14..=19]
            | [4, 4, 4, 4]
            | [4, 4, 4, 4, 3]
            | [4, 6, 5]
            | [4, 6, 4]
            | [4, 4, 4, 2]
            | [6, 10]
            | [6, 13]
            | [4, 4, 8]
            | [8, 8]
    )
}

fn is_test(number: &[u8], tests: &[String]) -> bool {
    let written: String = number
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect();
    let one_digit = number[1..].windows(2).all(|pair| pair[0] == pair[1]);
    one_digit || tests.contains(&written)
}

/// The issuer, where its prefix and the length agree.
fn brand(number: &[u8]) -> Option<&'static str> {
    let head = number[..6]
        .iter()
        .fold(0_u32, |head, digit| head * 10 + u32::from(*digit));
    let (two, three, four) = (head / 10_000, head / 1000, head / 100);
    Some(match number.len() {
        15 if matches!(two, 34 | 37) => "American Express",
        14 if matches!(three, 300..=305 | 309) || matches!(two, 36 | 38 | 39) => "Diners Club",
        16..=19 if four == 6011 || matches!(three, 644..=649) || two == 65 => "Discover",
        16..=19 if matches!(four, 3528..=3589) => "JCB",
        16 if matches!(two, 51..=55) || matches!(four, 2221..=2720) => "Mastercard",
        16 | 19 if head / 100_000 == 4 => "Visa",
        16..=19 if two == 62 => "UnionPay",
        16..=19 if matches!(four, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763) => {
            "Maestro"
        }
        16 if matches!(two, 60 | 65 | 81 | 82) || three == 508 => "RuPay",
        16 if matches!(four, 2200..=2204) => "Mir",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{TEST_CARDS, find};
    use crate::digits::{luhn, runs};

    #[test]
    fn finds_cards_and_nothing_like_them() {
        let cards = |text: &str| {
            let mut found = Vec::new();
            find(
                text,
                &runs(text),
                &TEST_CARDS.map(str::to_owned),
                &mut found,
            );
            found
                .iter()
                .filter(|it| it.counts)
                .map(|it| (text[it.start..it.end].to_owned(), it.detail))
                .collect::<Vec<_>>()
        };
        let visa = |text: &str| vec![(text.to_owned(), "Visa")];
        assert_eq!(
            cards("My card is 4539 1488 0343 6467, exp 05/27"),
            visa("4539 1488 0343 6467")
        );
        assert_eq!(
            cards("4539-1488-0343-6467 05/27"),
            visa("4539-1488-0343-6467")
        );
        assert_eq!(cards("4539148803436467"), visa("4539148803436467"));
        assert_eq!(cards("amex 3714 496353 98432"), vec![]);
        assert_eq!(cards("3799 999999 99994")[0].1, "American Express");
        for none in [
            "4242 4242 4242 4242",
            "4539 1488 0343 6468",
            "ORD-4539148803436467",
            "4539.1488.0343.6467",
            "https://x.io/4539148803436467",
            "1 2 3 4 5 6 7 8 4539 1488 0343 6467",
            "0.4539148803436467",
            "1539148803436467",
        ] {
            assert_eq!(cards(none), vec![], "{none}");
        }
    }

    #[test]
    fn test_cards_are_real_numbers() {
        for card in TEST_CARDS {
            let digits: Vec<u8> = card.bytes().map(|byte| byte - b'0').collect();
            assert!(luhn(&digits), "{card}");
        }
    }
}

//! Bank account numbers: the country's length and the remainder by 97 of ISO 13616. Numbers printed in documentation belong to nobody.

use crate::context::closes;
use crate::found::{Found, Kind};

/// Lengths from the registry of SWIFT (release 99).
const LENGTHS: [(&str, u8); 88] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

/// Samples of the registry and of encyclopedias.
const TEST_IBANS: [&str; 17] = [
    "DE89370400440532013000",
    "DE75512108001245126199",
    "DE02120300000000202051",
    "GB82WEST12345698765432",
    "GB29NWBK60161331926819",
    "GB33BUKB20201555555555",
    "FR1420041010050500013M02606",
    "FR7630006000011234567890189",
    "ES9121000418450200051332",
    "ES7921000813610123456789",
    "IT60X0542811101000000123456",
    "NL91ABNA0417164300",
    "NL02ABNA0123456789",
    "CH9300762011623852957",
    "AT611904300234573201",
    "BE68539007547034",
    "PL61109010140000071219812874",
];

/// Adds the account numbers of a text.
pub(crate) fn find(text: &str, with_test_values: bool, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 15 <= bytes.len() {
        let [first, second, third, fourth] =
            [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        let begins = first.is_ascii_alphabetic()
            && second.is_ascii_alphabetic()
            && third.is_ascii_digit()
            && fourth.is_ascii_digit();
        if !begins
            || (at > 0
                && (bytes[at - 1].is_ascii_alphanumeric() || b"_/+=".contains(&bytes[at - 1])))
        {
            at += 1;
            continue;
        }
        if let Some((end, country, known)) = account(text, at) {
            let iban = Found::new(Kind::Iban, at, end, country);
            found.push(iban.counting(with_test_values || !known));
            at = end;
        } else {
            at += 4;
        }
    }
}

/// Its end, its country, and whether it is a published sample.
fn account(text: &str, start: usize) -> Option<(usize, &'static str, bool)> {
    let bytes = text.as_bytes();
    let country = [
        bytes[start].to_ascii_uppercase(),
        bytes[start + 1].to_ascii_uppercase(),
    ];
    let (country, length) = LENGTHS
        .iter()
        .find(|(name, _)| name.as_bytes() == country)?;
    let mut number = Vec::with_capacity(34);
    let mut end = start;
    while number.len() < usize::from(*length) {
        match bytes.get(end)? {
            byte if byte.is_ascii_alphanumeric() => number.push(byte.to_ascii_uppercase()),
            b' ' | b'-'
                if number.len() % 4 == 0 && !matches!(bytes.get(end - 1), Some(b' ' | b'-')) => {}
            _ => return None,
        }
        end += 1;
    }
    let known = TEST_IBANS.iter().any(|test| test.as_bytes() == number);
    (closes(text, end) && remainder(&number) == 1).then_some((end, *country, known))
}

/// By 97, the first four signs moved to the end, letters as 10 to 35.
fn remainder(number: &[u8]) -> u32 {
    let moved = number[4..].iter().chain(&number[..4]);
    moved.fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    })
}

#[cfg(test)]
mod tests {
    use super::{LENGTHS, TEST_IBANS, find};

    fn ibans(text: &str, tests: bool) -> Vec<String> {
        let mut found = Vec::new();
        find(text, tests, &mut found);
        found
            .iter()
            .filter(|it| it.counts)
            .map(|it| text[it.start..it.end].to_owned())
            .collect()
    }

    #[test]
    fn known_numbers_pass_and_changed_ones_do_not() {
        for iban in TEST_IBANS {
            assert_eq!(ibans(iban, true), [iban]);
            assert!(ibans(iban, false).is_empty());
            let mut wrong = iban.to_owned();
            let last = wrong.pop().unwrap();
            wrong.push(if last == '9' { '8' } else { '9' });
            assert!(ibans(&wrong, true).is_empty(), "{wrong}");
        }
        assert!(LENGTHS.is_sorted());
    }

    #[test]
    fn grouping_and_borders() {
        assert_eq!(
            ibans("IBAN: DE68 2105 0170 0012 3456 78.", false),
            ["DE68 2105 0170 0012 3456 78"]
        );
        assert_eq!(
            ibans("(de68210501700012345678)", false),
            ["de68210501700012345678"]
        );
        assert!(
            ibans(
                "DE682 10501700012345678 XDE68210501700012345678 DE68210501700012345678A",
                false
            )
            .is_empty()
        );
    }
}

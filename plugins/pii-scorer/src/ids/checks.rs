//! Check digits and rules of ids made of digits. Each function gets exactly as many digits as the table says.

use crate::digits::luhn;

/// The sum of digits times weights.
fn weighed(digits: &[u8], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum()
}

fn number(digits: &[u8]) -> u64 {
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + u64::from(*digit))
}

fn is_day(day: u64, month: u64) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

/// Area, group, serial; there is no check digit.
pub(super) fn us_ssn(digits: &[u8]) -> bool {
    let (area, group, serial) = (
        number(&digits[..3]),
        number(&digits[3..5]),
        number(&digits[5..]),
    );
    !matches!(area, 0 | 666 | 900..) && group != 0 && serial != 0
}

/// Among the first ten digits one comes twice or three times and the others at most once; ISO 7064 mod 11, 10.
pub(super) fn de_steuer_id(digits: &[u8]) -> bool {
    let mut counts = [0_u8; 10];
    for digit in &digits[..10] {
        counts[usize::from(*digit)] += 1;
    }
    let repeated = counts.iter().filter(|count| **count > 1).count();
    let most = counts.iter().max().copied().unwrap_or_default();
    let product = digits[..10].iter().fold(10_u32, |product, digit| {
        let sum = (product + u32::from(*digit)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    digits[0] != 0 && repeated == 1 && most <= 3 && (11 - product) % 10 == u32::from(digits[10])
}

/// Sex, year, month, department, commune, order, key. Corsica is written with letters and is another form.
pub(super) fn fr_nir(digits: &[u8]) -> bool {
    let month = number(&digits[3..5]);
    let department = number(&digits[5..7]);
    matches!(digits[0], 1..=4 | 7 | 8)
        && matches!(month, 1..=12 | 20..=42 | 50..=99)
        && matches!(department, 1..=19 | 21..=99)
        && 97 - number(&digits[..13]) % 97 == number(&digits[13..])
}

pub(super) fn nl_bsn(digits: &[u8]) -> bool {
    let sum = weighed(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]);
    sum != 0 && (sum + 11 * 9 - u32::from(digits[8])).is_multiple_of(11)
}

/// The century is in the month.
pub(super) fn pl_pesel(digits: &[u8]) -> bool {
    let sum = weighed(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    sum.is_multiple_of(10) && is_day(number(&digits[4..6]), number(&digits[2..4]) % 20)
}

pub(super) fn br_cpf(digits: &[u8]) -> bool {
    let check = |count: usize| {
        let sum: u32 = (0..count)
            .map(|at| u32::from(digits[at]) * (count as u32 + 1 - at as u32))
            .sum();
        sum * 10 % 11 % 10 == u32::from(digits[count])
    };
    digits.iter().any(|digit| *digit != digits[0]) && check(9) && check(10)
}

/// Verhoeff's check: the dihedral group of the pentagon.
pub(super) fn in_aadhaar(digits: &[u8]) -> bool {
    const TIMES: [[u8; 10]; 10] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];
    const MOVED: [[u8; 10]; 8] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];
    let check = digits
        .iter()
        .rev()
        .enumerate()
        .fold(0_u8, |check, (at, digit)| {
            TIMES[usize::from(check)][usize::from(MOVED[at % 8][usize::from(*digit)])]
        });
    digits[0] >= 2 && check == 0
}

/// Year, month, day, number, Luhn.
pub(super) fn se_personnummer(digits: &[u8]) -> bool {
    let day = number(&digits[4..6]);
    is_day(if day > 60 { day - 60 } else { day }, number(&digits[2..4])) && luhn(digits)
}

/// An EAN-13 that begins with 756.
pub(super) fn ch_ahv(digits: &[u8]) -> bool {
    digits.starts_with(&[7, 5, 6])
        && weighed(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

/// 97 less the remainder; who is born since 2000 has a 2 before the number.
pub(super) fn be_national(digits: &[u8]) -> bool {
    let (base, key) = (number(&digits[..9]), number(&digits[9..]));
    let month = number(&digits[2..4]) % 20;
    month <= 12
        && number(&digits[4..6]) <= 31
        && (97 - base % 97 == key || 97 - (2_000_000_000 + base) % 97 == key)
}

pub(super) fn ca_sin(digits: &[u8]) -> bool {
    !matches!(digits[0], 0 | 8) && luhn(digits)
}

pub(super) fn au_tfn(digits: &[u8]) -> bool {
    weighed(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
}

/// Day, month, year, number, two check digits.
pub(super) fn no_birth_number(digits: &[u8]) -> bool {
    let day = number(&digits[..2]);
    is_day(if day > 40 { day - 40 } else { day }, number(&digits[2..4]))
        && weighed(&digits[..10], &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && weighed(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

pub(super) fn pt_nif(digits: &[u8]) -> bool {
    let check = 11 - weighed(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    matches!(digits[0], 1..=3) && u32::from(digits[8]) == if check > 9 { 0 } else { check }
}

pub(super) fn tr_kimlik(digits: &[u8]) -> bool {
    let odd: u32 = digits[..9]
        .iter()
        .step_by(2)
        .map(|digit| u32::from(*digit))
        .sum();
    let even: u32 = digits[1..8]
        .iter()
        .step_by(2)
        .map(|digit| u32::from(*digit))
        .sum();
    let all: u32 = digits[..10].iter().map(|digit| u32::from(*digit)).sum();
    digits[0] != 0
        && (odd * 7 + 90 - even) % 10 == u32::from(digits[9])
        && all % 10 == u32::from(digits[10])
}

/// The last of 18 signs of a Chinese id, `X` for ten, from the first 17.
pub(super) fn cn_check(digits: &[u8]) -> u32 {
    let sum = weighed(
        digits,
        &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
    );
    (12 - sum % 11) % 11
}

/// Region, date of birth, number, check digit.
pub(super) fn cn_id(digits: &[u8]) -> bool {
    cn_head(digits) && cn_check(&digits[..17]) == u32::from(digits[17])
}

/// The first 17 digits of a Chinese id: a region and a date.
pub(super) fn cn_head(digits: &[u8]) -> bool {
    matches!(number(&digits[..2]), 11..=65 | 71 | 81..=83)
        && matches!(number(&digits[6..10]), 1900..=2099)
        && is_day(number(&digits[12..14]), number(&digits[10..12]))
}

//! Ids made of digits: a table of lengths, groupings, words and checks.
//!
//! A check digit alone says little, as one in ten or eleven of any numbers passes. So an id counts if it is grouped as its country does
//! and that grouping is telling, or if a word before it says what it is; a few are structured enough to count anywhere.

use super::checks;
use crate::context::{closes, opens, says};
use crate::digits::{Run, values};
use crate::found::{Found, Kind};

/// When an id counts without a word that names it.
#[derive(Clone, Copy, PartialEq)]
enum Alone {
    Always,
    Grouped,
    Never,
}

struct Id {
    country: &'static str,
    digits: usize,
    /// Lengths of groups and what stands between them.
    groups: &'static [usize],
    separators: &'static [&'static str],
    check: fn(&[u8]) -> bool,
    alone: Alone,
    words: &'static [&'static str],
    /// What documentation prints.
    tests: &'static [&'static str],
}

const IDS: [Id; 18] = [
    id(
        "US",
        9,
        &[3, 2, 4],
        &["-", "-"],
        checks::us_ssn,
        Alone::Grouped,
        &["ssn", "social security*", "itin", "tin"],
        &["078051120", "219099999", "123456789", "457555462"],
    ),
    id(
        "DE",
        11,
        &[2, 3, 3, 3],
        &[" ", " ", " "],
        checks::de_steuer_id,
        Alone::Grouped,
        &["steuer*", "idnr", "identifikationsnummer", "tax id", "tin"],
        &["86095742719", "65929970489"],
    ),
    id(
        "FR",
        15,
        &[1, 2, 2, 2, 3, 3, 2],
        &[" ", " ", " ", " ", " ", " "],
        checks::fr_nir,
        Alone::Always,
        &["nir", "sécurité sociale", "sécu"],
        &["255081416802538", "269054958815780"],
    ),
    id(
        "NL",
        9,
        &[4, 2, 3],
        &[".", "."],
        checks::nl_bsn,
        Alone::Never,
        &["bsn", "burgerservicenummer", "sofinummer"],
        &["111222333", "123456782", "999999990"],
    ),
    id(
        "PL",
        11,
        &[11],
        &[],
        checks::pl_pesel,
        Alone::Never,
        &["pesel*"],
        &["44051401359", "44051401458", "02070803628"],
    ),
    id(
        "BR",
        11,
        &[3, 3, 3, 2],
        &[".", ".", "-"],
        checks::br_cpf,
        Alone::Grouped,
        &["cpf"],
        &["12345678909", "11144477735", "52998224725"],
    ),
    id(
        "IN",
        12,
        &[4, 4, 4],
        &[" ", " "],
        checks::in_aadhaar,
        Alone::Never,
        &["aadhaar", "aadhar", "uid", "uidai", "आधार"],
        &["999941057058", "999971658847", "999933119405"],
    ),
    id(
        "SE",
        10,
        &[6, 4],
        &["-"],
        checks::se_personnummer,
        Alone::Grouped,
        &["personnummer", "personal number", "samordningsnummer"],
        &["8112189876", "8507099805", "1212121212"],
    ),
    id(
        "SE",
        12,
        &[8, 4],
        &["-"],
        |digits| matches!(digits[..2], [1, 9] | [2, 0]) && checks::se_personnummer(&digits[2..]),
        Alone::Grouped,
        &["personnummer", "personal number"],
        &["198112189876", "191212121212"],
    ),
    id(
        "CH",
        13,
        &[3, 4, 4, 2],
        &[".", ".", "."],
        checks::ch_ahv,
        Alone::Always,
        &["ahv*", "avs"],
        &["7569217076985", "7561234567897"],
    ),
    id(
        "BE",
        11,
        &[2, 2, 2, 3, 2],
        &[".", ".", "-", "."],
        checks::be_national,
        Alone::Grouped,
        &[
            "rijksregister*",
            "registre national",
            "national number",
            "insz",
            "niss",
        ],
        &["85073003328"],
    ),
    id(
        "CA",
        9,
        &[3, 3, 3],
        &[" ", " "],
        checks::ca_sin,
        Alone::Never,
        &[
            "sin",
            "social insurance*",
            "numéro d'assurance sociale",
            "nas",
        ],
        &["130692544"],
    ),
    id(
        "AU",
        9,
        &[3, 3, 3],
        &[" ", " "],
        checks::au_tfn,
        Alone::Never,
        &["tfn", "tax file*"],
        &["123456782", "876543210"],
    ),
    id(
        "NO",
        11,
        &[6, 5],
        &[" "],
        checks::no_birth_number,
        Alone::Grouped,
        &[
            "fødselsnummer",
            "personnummer",
            "birth number",
            "national identity*",
        ],
        &["01010750160", "15076500565"],
    ),
    id(
        "PT",
        9,
        &[3, 3, 3],
        &[" ", " "],
        checks::pt_nif,
        Alone::Never,
        &["nif", "contribuinte"],
        &["123456789"],
    ),
    id(
        "TR",
        11,
        &[11],
        &[],
        checks::tr_kimlik,
        Alone::Never,
        &["kimlik", "tckn", "t.c", "tc"],
        &["10000000146", "12345678950"],
    ),
    id(
        "CN",
        18,
        &[18],
        &[],
        checks::cn_id,
        Alone::Always,
        &["身份证"],
        &["110101199003070118", "11010519491231002"],
    ),
    id(
        "CN",
        18,
        &[6, 8, 4],
        &[" ", " "],
        checks::cn_id,
        Alone::Always,
        &["身份证"],
        &["110101199003070118"],
    ),
];

#[expect(clippy::too_many_arguments, reason = "it is the row of a table")]
const fn id(
    country: &'static str,
    digits: usize,
    groups: &'static [usize],
    separators: &'static [&'static str],
    check: fn(&[u8]) -> bool,
    alone: Alone,
    words: &'static [&'static str],
    tests: &'static [&'static str],
) -> Id {
    Id {
        country,
        digits,
        groups,
        separators,
        check,
        alone,
        words,
        tests,
    }
}

/// Adds the ids among the runs.
pub(super) fn find(
    text: &str,
    runs: &[Run],
    countries: &[String],
    with_test_values: bool,
    found: &mut Vec<Found>,
) {
    let ids: Vec<&Id> = IDS
        .iter()
        .filter(|id| countries.iter().any(|name| name == id.country))
        .collect();
    for run in runs {
        if run.digits() < 9 {
            continue;
        }
        for first in 0..run.groups.len() {
            for id in &ids {
                find_at(text, run, first, id, with_test_values, found);
            }
        }
    }
}

fn find_at(
    text: &str,
    run: &Run,
    first: usize,
    id: &Id,
    with_test_values: bool,
    found: &mut Vec<Found>,
) {
    let grouped = is_grouped(text, run, first, id);
    let bare = run.groups[first].len() == id.digits;
    if !grouped && !bare {
        return;
    }
    let last = if grouped {
        first + id.groups.len() - 1
    } else {
        first
    };
    let groups = &run.groups[first..=last];
    let (start, end) = (groups[0].start, groups[groups.len() - 1].end);
    let digits = values(text, groups);
    if !(id.check)(&digits) || !opens(text, start) || !closes(text, end) {
        return;
    }
    let telling = match id.alone {
        Alone::Always => true,
        Alone::Grouped => grouped && id.groups.len() > 1,
        Alone::Never => false,
    };
    if !telling && !says(text, start, id.words) {
        return;
    }
    let written: String = digits
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect();
    let real = with_test_values || !id.tests.contains(&written.as_str());
    found.push(Found::new(Kind::NationalId, start, end, id.country).counting(real));
}

fn is_grouped(text: &str, run: &Run, first: usize, id: &Id) -> bool {
    let Some(groups) = run.groups.get(first..first + id.groups.len()) else {
        return false;
    };
    let lengths = groups.iter().map(|group| group.len());
    let between = groups
        .windows(2)
        .map(|pair| &text[pair[0].end..pair[1].start]);
    let loosely = |(is, wanted): (&str, &&str)| {
        is == *wanted || (is == " " && *wanted == "-" && id.country == "US")
    };
    lengths.eq(id.groups.iter().copied()) && between.zip(id.separators).all(loosely)
}

#[cfg(test)]
mod tests {
    use super::{IDS, find};
    use crate::digits::runs;
    use crate::ids::COUNTRIES;

    fn ids(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        find(
            text,
            &runs(text),
            &COUNTRIES.map(str::to_owned),
            false,
            &mut found,
        );
        found
            .iter()
            .filter(|it| it.counts)
            .map(|it| format!("{} {}", it.detail, &text[it.start..it.end]))
            .collect()
    }

    #[test]
    fn published_samples_pass_their_checks() {
        let mut failing = Vec::new();
        for id in &IDS {
            for test in id.tests.iter().filter(|test| test.len() == id.digits) {
                let digits: Vec<u8> = test.bytes().map(|byte| byte - b'0').collect();
                if !(id.check)(&digits) {
                    failing.push(format!("{} {test}", id.country));
                }
            }
        }
        assert_eq!(failing, Vec::<String>::new());
    }

    #[test]
    fn finds_ids_and_nothing_like_them() {
        for (text, expected) in [
            ("SSN 536-90-4399", vec!["US 536-90-4399"]),
            (
                "my social security number is 536904399",
                vec!["US 536904399"],
            ),
            ("IdNr. 47036892816", vec!["DE 47036892816"]),
            ("47 036 892 816", vec!["DE 47 036 892 816"]),
            ("BSN: 123456782 or 111222333", vec![]),
            ("bsn 100000009", vec!["NL 100000009"]),
            ("PESEL 85010112345", vec!["PL 85010112345"]),
            ("CPF 390.533.447-05", vec!["BR 390.533.447-05"]),
            ("390.533.447-05", vec!["BR 390.533.447-05"]),
            ("Aadhaar 2341 2341 2346", vec!["IN 2341 2341 2346"]),
            ("756.3026.0705.92", vec!["CH 756.3026.0705.92"]),
            ("2 84 05 75 105 004 22", vec![]),
        ] {
            assert_eq!(ids(text), expected, "{text}");
        }
        for none in [
            "078-05-1120",
            "000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567",
            "123-45-6789",
            "part 536-90-4399-1",
            "2341 2341 2346",
            "100000009",
            "85010112345",
            "390.533.447-06",
            "1700000000000 and 20240115123000",
            "978-3-16-148410-0",
        ] {
            assert_eq!(ids(none), Vec::<String>::new(), "{none}");
        }
    }
}

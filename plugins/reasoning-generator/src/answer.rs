//! The final answer of a solution, and whether it is the expected one.

/// What stands after the last `Answer:` that begins a line, without marks of emphasis; and the solution before that line.
pub(crate) fn stated(solution: &str) -> Option<(&str, String)> {
    let mut at = solution.len();
    for line in solution.split_inclusive('\n').rev() {
        at -= line.len();
        let plain = line.trim_start_matches(|it: char| it.is_whitespace() || "*_#>-".contains(it));
        let begins = plain
            .get(..6)
            .is_some_and(|it| it.eq_ignore_ascii_case("answer"));
        if let Some(rest) = plain.get(6..).filter(|_| begins) {
            let rest = rest.trim_start_matches(['*', '_', ' ']);
            if let Some(rest) = rest.strip_prefix(':') {
                return Some((solution[..at].trim_end(), cleaned(rest)));
            }
        }
    }
    None
}

fn cleaned(text: &str) -> String {
    let mut text = text
        .trim()
        .trim_matches(['*', '_', '`', '$', '"', '“', '”', ' ']);
    if let Some(inner) = text
        .strip_prefix("\\boxed{")
        .and_then(|it| it.strip_suffix('}'))
    {
        text = inner;
    }
    text.trim_end_matches(['.', '*', ' ']).to_owned()
}

/// Whether a stated answer is the expected one: case, spaces and thousands' commas aside; numbers may carry a unit and fractions
/// need not be reduced.
pub(crate) fn agrees(stated: &str, expected: &str) -> bool {
    if flat(stated) == flat(expected) {
        return true;
    }
    match (value(expected, false), value(stated, true)) {
        // a/b = c/d, without dividing.
        (Some((a, b)), Some((c, d))) => a
            .checked_mul(d)
            .is_some_and(|it| Some(it) == c.checked_mul(b)),
        _ => false,
    }
}

fn flat(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|it: char| it.is_whitespace() || it == ',')
        .filter(|it| !it.is_empty())
        .collect();
    words
        .join(" ")
        .chars()
        .flat_map(char::to_lowercase)
        .collect::<String>()
}

/// A whole number, decimal or fraction as a numerator and a denominator; a unit may follow where `unit` says so.
fn value(text: &str, unit: bool) -> Option<(i128, i128)> {
    let text = text.trim().trim_start_matches(['$', '€']);
    let end = text
        .find(|it: char| !(it.is_ascii_digit() || "-.,/ ".contains(it)))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let word = rest.trim();
    let is_unit = |it: &str| {
        it.split_whitespace().count() <= 3
            && it
                .chars()
                .all(|it| it.is_alphabetic() || " .°%".contains(it))
    };
    let fits = word.is_empty() || (unit && is_unit(word));
    if !fits {
        return None;
    }
    let number: String = number.chars().filter(|it| !",  ".contains(*it)).collect();
    match number.split_once('/') {
        Some((numerator, denominator)) => {
            let denominator: i128 = denominator.parse().ok().filter(|it| *it > 0)?;
            Some((numerator.parse().ok()?, denominator))
        }
        None => {
            let (whole, decimals) = number.split_once('.').unwrap_or((&number, ""));
            let denominator = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
            Some((format!("{whole}{decimals}").parse().ok()?, denominator))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{agrees, stated};

    #[test]
    fn answers_are_found() {
        let check = |text: &str, expect: Option<(&str, &str)>| {
            assert_eq!(
                stated(text),
                expect.map(|(before, it)| (before, it.to_owned())),
                "{text}"
            );
        };
        check("One.\nAnswer: 12", Some(("One.", "12")));
        check("One.\n**Answer:** 3/4.", Some(("One.", "3/4")));
        check(
            "Answer: 1\nNo.\nanswer: $\\boxed{2}$\n",
            Some(("Answer: 1\nNo.", "2")),
        );
        check("It is 12.", None);
        check("Äánswer", None);
        check("", None);
    }

    #[test]
    fn forms_of_an_answer_agree() {
        for (said, expected, same) in [
            ("12", "12", true),
            ("12 metres", "12", true),
            ("12.0", "12", true),
            ("1,200", "1200", true),
            ("2/6", "1/3", true),
            ("0.5", "1/2", true),
            ("anna", "Anna", true),
            ("a,b , c", "a, b, c", true),
            ("5 march 2020", "5 March 2020", true),
            ("13", "12", false),
            ("12 or 13", "12", false),
            ("", "12", false),
            ("6 March 2020", "5 March 2020", false),
            ("1/0", "1", false),
            ("-", "0", false),
            ("99999999999999999999999999999999999999999", "1", false),
            ("ba", "ab", false),
        ] {
            assert_eq!(agrees(said, expected), same, "{said} {expected}");
        }
    }
}

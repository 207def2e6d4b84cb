//! What a written number may stand for.
//!
//! A separator may group thousands or begin the decimals, so a number has several readings; two numbers agree if they share one.
//! Readings are texts: comparing them never rounds.

/// The readings of a word that begins with a digit: `1,000` is 1000 or 1; `5kg`, `15th` and `1990s` are what their digits are.
pub(crate) fn values(word: &str) -> Vec<String> {
    let end = word.find(|it: char| !it.is_ascii_digit() && !".,'’_".contains(it));
    let digits = word[..end.unwrap_or(word.len())].trim_matches(|it: char| !it.is_ascii_digit());
    let mut values = Vec::new();
    let separators: Vec<char> = digits.chars().filter(|it| !it.is_ascii_digit()).collect();
    if separators.is_empty() {
        values.push(plain(digits));
        return values;
    }
    let groups: Vec<&str> = digits.split(|it: char| !it.is_ascii_digit()).collect();
    let (last, first) = (
        groups.last().copied().unwrap_or_default(),
        groups.first().copied().unwrap_or_default(),
    );
    let thousands =
        |groups: &[&str]| groups.iter().skip(1).all(|it| it.len() == 3) && first.len() <= 3;
    if thousands(&groups) {
        values.push(plain(&groups.concat()));
    }
    let (last_separator, earlier) = separators.split_last().unwrap_or((&' ', &[]));
    let decimals_begin = ".,".contains(*last_separator) && !earlier.contains(last_separator);
    if decimals_begin && thousands(&groups[..groups.len() - 1]) {
        let whole = plain(&groups[..groups.len() - 1].concat());
        let decimals = last.trim_end_matches('0');
        values.push(if decimals.is_empty() {
            whole
        } else {
            format!("{whole}.{decimals}")
        });
    }
    if values.is_empty() {
        // A version or a date: as it is written.
        values.push(digits.to_owned());
    }
    values
}

fn plain(digits: &str) -> String {
    let text = digits.trim_start_matches('0');
    if text.is_empty() {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Adds what the readings are worth if this word comes after: `1.5` and `million` are 1500000 too.
pub(crate) fn scale(values: &mut Vec<String>, word: &str) {
    let zeros = match word {
        "hundred" => 2,
        "thousand" | "k" | "tausend" | "mil" | "mille" => 3,
        "million" | "millions" | "millionen" | "millones" => 6,
        "billion" | "billions" | "milliarden" => 9,
        _ => return,
    };
    let scaled: Vec<String> = values.iter().filter_map(|it| shifted(it, zeros)).collect();
    values.extend(scaled);
}

fn shifted(value: &str, zeros: usize) -> Option<String> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > zeros || decimals.contains('.') {
        return None;
    }
    Some(plain(&format!(
        "{whole}{decimals}{}",
        "0".repeat(zeros - decimals.len())
    )))
}

/// The number a word of English says; months give theirs, as dates are written both ways.
pub(crate) fn of_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "zero" => "0",
        "one" | "first" | "once" | "january" => "1",
        "two" | "second" | "twice" | "both" | "february" => "2",
        "three" | "third" | "march" => "3",
        "four" | "fourth" | "april" => "4",
        "five" | "fifth" | "may" => "5",
        "six" | "sixth" | "june" => "6",
        "seven" | "seventh" | "july" => "7",
        "eight" | "eighth" | "august" => "8",
        "nine" | "ninth" | "september" => "9",
        "ten" | "tenth" | "october" => "10",
        "eleven" | "eleventh" | "november" => "11",
        "twelve" | "twelfth" | "dozen" | "december" => "12",
        "thirteen" => "13",
        "fourteen" => "14",
        "fifteen" => "15",
        "sixteen" => "16",
        "seventeen" => "17",
        "eighteen" => "18",
        "nineteen" => "19",
        "twenty" => "20",
        "thirty" => "30",
        "forty" => "40",
        "fifty" => "50",
        "sixty" => "60",
        "seventy" => "70",
        "eighty" => "80",
        "ninety" => "90",
        "hundred" => "100",
        "thousand" => "1000",
        "million" => "1000000",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{scale, values};

    #[test]
    fn numbers_have_all_their_readings() {
        let check = |word: &str, expect: &[&str]| assert_eq!(values(word), expect, "{word}");
        check("007", &["7"]);
        check("1,000", &["1000", "1"]);
        check("1.50", &["1.5"]);
        check("1.234.567", &["1234567"]);
        check("1,234.50", &["1234.5"]);
        check("5kg", &["5"]);
        check("1990s", &["1990"]);
        check("1.2.3", &["1.2.3"]);
        check("0", &["0"]);
        let mut half = values("1.5");
        scale(&mut half, "million");
        assert_eq!(half, ["1.5", "1500000"]);
    }
}

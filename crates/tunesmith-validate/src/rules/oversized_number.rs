//! Numbers fit what readers keep them in: 64 bits for integers, double precision for others. Precision that is lost behind the point is no
//! defect.

use tunesmith_core::Severity;

use crate::json::Kind;
use crate::quote::quote;
use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "oversized-number",
    summary: "a number is larger than readers of JSON can keep",
    page: include_str!("../../rules/oversized-number.md"),
    group: Group::Syntax,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

/// Python's reader refuses an integer of more digits.
const MOST_DIGITS: usize = 4300;

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    for value in record.values().filter(|value| value.kind() == Kind::Number) {
        let raw = value.raw();
        if fits(raw) {
            continue;
        }
        let because = if is_integer(raw) && raw.len() > MOST_DIGITS {
            "Python's reader refuses an integer of more than 4300 digits, and the file with it"
        } else {
            "readers may limit numbers (RFC 8259, section 6): some refuse this one, others change it"
        };
        report
            .warning_at(
                value.place(),
                format!(
                    "the number {} is too large",
                    quote(&String::from_utf8_lossy(raw))
                ),
            )
            .because(because)
            .help("write it as a string, or a smaller number");
    }
}

fn is_integer(raw: &[u8]) -> bool {
    let digits = raw.strip_prefix(b"-").unwrap_or(raw);
    digits.iter().all(u8::is_ascii_digit)
}

fn fits(raw: &[u8]) -> bool {
    // Why: nearly all numbers are short, and none of less than 19 digits and without an exponent is too large.
    if raw.len() < 19 && !raw.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return true;
    }
    let Ok(text) = std::str::from_utf8(raw) else {
        return true;
    };
    if is_integer(raw) {
        return text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
    }
    // What is no number at all is the business of the rules about syntax.
    text.parse::<f64>().map_or(true, f64::is_finite) || !is_numeric(raw)
}

/// Whether it begins as a number does, not with a word like `Infinity`.
fn is_numeric(raw: &[u8]) -> bool {
    let unsigned = raw.strip_prefix(b"-").unwrap_or(raw);
    unsigned.first().is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn knows_what_fits() {
        let cases = [
            ("-0", true),
            ("1E-400", true),
            ("1e308", true),
            ("0.1234567890123456789012345678901234567890", true),
            ("18446744073709551615", true),
            ("-9223372036854775808", true),
            ("Infinity", true),
            ("18446744073709551616", false),
            ("-9223372036854775809", false),
            ("1e309", false),
            ("-1E999", false),
        ];
        for (number, expected) in cases {
            assert_eq!(fits(number.as_bytes()), expected, "{number}");
        }
    }
}

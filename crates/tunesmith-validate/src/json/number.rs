//! The grammar of numbers. Values are not computed: size and precision are the reader's business, not the file's.

/// Why a token is not a number.
pub(crate) enum NumberFault {
    /// A word for what JSON has no number for.
    Infinite,
    /// It breaks the grammar.
    Because(&'static str),
}

/// Compares a whole token with the grammar of RFC 8259, section 6.
pub(crate) fn check_number(token: &[u8]) -> Result<(), NumberFault> {
    let because = |why| Err(NumberFault::Because(why));
    let unsigned = token
        .strip_prefix(b"-")
        .or(token.strip_prefix(b"+"))
        .unwrap_or(token);
    if matches!(unsigned, b"Infinity" | b"inf" | b"NaN" | b"nan") {
        return Err(NumberFault::Infinite);
    }
    if token.starts_with(b"+") {
        return because("it begins with `+`");
    }
    let (whole, rest) = split_digits(unsigned);
    match whole {
        [] if rest.starts_with(b".") => return because("there is no digit before the point"),
        [] => return because("there is no digit after the sign"),
        [b'0', _, ..] => return because("it begins with `0`"),
        [b'0'] if matches!(rest.first(), Some(b'x' | b'X' | b'o' | b'O' | b'b' | b'B')) => {
            return because("only decimal numbers are JSON");
        }
        _ => {}
    }
    let rest = match rest.strip_prefix(b".") {
        None => rest,
        Some(rest) => match split_digits(rest) {
            ([], _) => return because("there is no digit after the point"),
            (_, rest) => rest,
        },
    };
    let rest = match rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
        None => rest,
        Some(rest) => {
            let rest = rest
                .strip_prefix(b"+")
                .or(rest.strip_prefix(b"-"))
                .unwrap_or(rest);
            match split_digits(rest) {
                ([], _) => return because("there is no digit in the exponent"),
                (_, rest) => rest,
            }
        }
    };
    match rest.first() {
        None => Ok(()),
        Some(b'_') => because("digits are not grouped"),
        Some(_) => because("something follows its last digit"),
    }
}

fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let digits = bytes.iter().position(|byte| !byte.is_ascii_digit());
    bytes.split_at(digits.unwrap_or(bytes.len()))
}

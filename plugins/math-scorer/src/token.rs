//! Cuts text into numbers, signs and words. Any text can be cut; nothing is lost but white space and currency signs.

use crate::rational::Rational;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Number {
        value: Rational,
        /// Digits after the point.
        decimals: u32,
        /// A currency sign stands before it.
        money: bool,
    },
    Sign(Sign),
    Percent,
    Open,
    Close,
    Equals,
    /// `≈` and its relatives.
    About,
    /// `\frac`.
    Frac,
    Word,
    /// Something that has a value we can not know: a variable, a time of day.
    Unknown,
    /// Ends a clause.
    Other,
    LineBreak,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    /// Byte offset in the text.
    pub(crate) start: usize,
    /// No white space before it.
    pub(crate) glued: bool,
}

impl Token<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number { .. })
    }
}

/// Cuts the text.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    let (mut glued, mut money) = (true, false);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        if is_skipped(first, rest, found.last()) {
            money |= is_currency(first);
            glued &= !first.is_whitespace();
            at += if rest.starts_with("**") {
                2
            } else {
                first.len_utf8()
            };
            continue;
        }
        let (kind, length) = next(rest, first, found.last(), money);
        let token = Token {
            kind,
            text: rest.get(..length).unwrap_or(rest),
            start: at,
            glued,
        };
        at += token.text.len();
        found.push(token);
        (glued, money) = (true, false);
    }
    settle_words(&mut found);
    found
}

fn is_currency(first: char) -> bool {
    matches!(first, '$' | '€' | '£' | '¥')
}

/// White space, currency signs, and the stars of bold text.
fn is_skipped(first: char, rest: &str, last: Option<&Token<'_>>) -> bool {
    let bold = rest.starts_with("**")
        && !(last.is_some_and(Token::is_number)
            && rest[2..].starts_with(|after: char| after.is_ascii_digit()));
    bold || is_currency(first) || (first.is_whitespace() && first != '\n')
}

fn next(rest: &str, first: char, last: Option<&Token<'_>>, money: bool) -> (Kind, usize) {
    let starts_line = last.is_none_or(|token| token.kind == Kind::LineBreak);
    let after = rest[first.len_utf8()..].chars().next();
    if first.is_ascii_digit() || (first == '.' && after.is_some_and(|c| c.is_ascii_digit())) {
        return number(rest, money);
    }
    let two = |text: &str| rest.starts_with(text);
    let kind = match first {
        '\n' => Kind::LineBreak,
        '-' | '*' | '+' if starts_line && after.is_some_and(char::is_whitespace) => Kind::Other,
        '-' if two("->") || two("--") => return (Kind::Other, 2),
        '=' if two("==") => return (Kind::Equals, 2),
        '=' if two("=>") => return (Kind::Other, 2),
        '<' | '>' | '!' | ':' if after == Some('=') => return (Kind::Other, 2),
        '*' if two("**") => return (Kind::Sign(Sign::Power), 2),
        '+' => Kind::Sign(Sign::Plus),
        '-' | '−' | '–' => Kind::Sign(Sign::Minus),
        '*' | '×' | '·' | '∙' | '⋅' | '✕' => Kind::Sign(Sign::Times),
        '/' if two("//") && last.is_some_and(Token::is_number) => {
            return (Kind::Sign(Sign::Over), 2);
        }
        '/' | '÷' | '∕' => Kind::Sign(Sign::Over),
        '^' => Kind::Sign(Sign::Power),
        '%' => Kind::Percent,
        '(' | '[' | '{' => Kind::Open,
        ')' | ']' | '}' => Kind::Close,
        '=' => Kind::Equals,
        '≈' | '≃' | '≅' => Kind::About,
        '\\' => return latex(rest),
        letter if letter.is_alphabetic() => {
            let length = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '_')))
                .unwrap_or(rest.len());
            return (Kind::Word, length.max(first.len_utf8()));
        }
        _ => Kind::Other,
    };
    (kind, first.len_utf8())
}

/// `1200`, `1,200`, `12.50`, `.5`, or a time of day such as `9:30`.
fn number(rest: &str, money: bool) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let digits_from = |at: usize| {
        bytes
            .iter()
            .skip(at)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut length = digits_from(0);
    if length <= 3 {
        while bytes.get(length) == Some(&b',') && digits_from(length + 1) == 3 {
            length += 4;
        }
    }
    if bytes.get(length) == Some(&b':') && digits_from(length + 1) == 2 {
        return (Kind::Unknown, length + 3);
    }
    let mut decimals = 0;
    if bytes.get(length) == Some(&b'.') && digits_from(length + 1) > 0 {
        decimals = digits_from(length + 1);
        length += 1 + decimals;
    }
    let digits: String = rest
        .get(..length)
        .unwrap_or_default()
        .chars()
        .filter(|&digit| digit != ',')
        .collect();
    // Why: `000` is the rest of a number that was written with a space.
    if digits.starts_with("00") {
        return (Kind::Unknown, length);
    }
    match (Rational::parse(&digits), u32::try_from(decimals)) {
        (Some(value), Ok(decimals)) => (
            Kind::Number {
                value,
                decimals,
                money,
            },
            length,
        ),
        _ => (Kind::Unknown, length),
    }
}

/// A LaTeX command; those that are no arithmetic are words.
fn latex(rest: &str) -> (Kind, usize) {
    let name = rest[1..]
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    let kind = match name {
        "times" | "cdot" => Kind::Sign(Sign::Times),
        "div" => Kind::Sign(Sign::Over),
        "frac" | "dfrac" | "tfrac" => Kind::Frac,
        "approx" => Kind::About,
        "" => {
            return (
                Kind::Other,
                if rest[1..].starts_with(['(', ')', '[', ']']) {
                    2
                } else {
                    1
                },
            );
        }
        _ => Kind::Word,
    };
    (kind, 1 + name.len())
}

/// Words that are signs where they stand between operands, and single letters, which are variables.
fn settle_words(found: &mut [Token<'_>]) {
    for at in 0..found.len() {
        if found[at].kind != Kind::Word {
            continue;
        }
        let before = at
            .checked_sub(1)
            .and_then(|before| found.get(before))
            .map(|token| token.kind);
        let after = found.get(at + 1).map(|token| token.kind);
        let between = matches!(
            before,
            Some(Kind::Number { .. } | Kind::Close | Kind::Percent | Kind::Unknown)
        ) && matches!(after, Some(Kind::Number { .. } | Kind::Open));
        let share = match before {
            Some(Kind::Percent | Kind::Close) => true,
            Some(Kind::Number { .. }) => at >= 2 && found[at - 2].kind == Kind::Sign(Sign::Over),
            _ => false,
        };
        let text = found[at].text;
        found[at].kind = match text.to_ascii_lowercase().as_str() {
            "x" | "times" if between => Kind::Sign(Sign::Times),
            "plus" if between => Kind::Sign(Sign::Plus),
            "minus" if between => Kind::Sign(Sign::Minus),
            "of" if between && share => Kind::Sign(Sign::Times),
            "equals" => Kind::Equals,
            _ if text.chars().count() == 1 => Kind::Unknown,
            _ => Kind::Word,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Sign, tokens};

    fn shape(text: &str) -> String {
        let letter = |kind: Kind| match kind {
            Kind::Number { value, money, .. } => {
                format!("{}{value}", if money { "$" } else { "" })
            }
            Kind::Sign(Sign::Plus) => "+".into(),
            Kind::Sign(Sign::Minus) => "-".into(),
            Kind::Sign(Sign::Times) => "*".into(),
            Kind::Sign(Sign::Over) => "/".into(),
            Kind::Sign(Sign::Power) => "^".into(),
            Kind::Percent => "%".into(),
            Kind::Open => "(".into(),
            Kind::Close => ")".into(),
            Kind::Equals => "=".into(),
            Kind::About => "~".into(),
            Kind::Frac => "frac".into(),
            Kind::Word => "w".into(),
            Kind::Unknown => "?".into(),
            Kind::Other => ".".into(),
            Kind::LineBreak => "|".into(),
        };
        tokens(text)
            .iter()
            .map(|token| letter(token.kind))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn cuts_what_people_write() {
        let cases = [
            ("She paid $1,200.50.", "w w $1200.5 ."),
            ("3 x 4 = 12", "3 * 4 = 12"),
            ("3x + 5 = 20", "3 ? + 5 = 20"),
            ("20% of 50 = 10", "20 % * 50 = 10"),
            ("1/2 of 10", "1 / 2 * 10"),
            ("3 of 10", "3 w 10"),
            ("- 12 + 30", ". 12 + 30"),
            ("-12 + 30", "- 12 + 30"),
            ("**12** + 2**3", "12 + 2 ^ 3"),
            ("9:30 + 45", "? + 45"),
            ("1,2 and 1,234,567", "1 . 2 w 1234567"),
            ("\\frac{3}{4} \\times 8", "frac ( 3 ) ( 4 ) * 8"),
            ("a\n≈ 3", "? | ~ 3"),
            ("560//10 http://x", "560 / 10 w . / / ?"),
            ("7 − 2 => 5 <= 6", "7 - 2 . 5 . 6"),
            ("日本 5+5=10", "w 5 + 5 = 10"),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text), expected, "{text}");
        }
    }
}

//! Finds every equation in a text and checks it.
//!
//! A mismatch is called wrong only where nothing but arithmetic can explain it; where units are converted or words do part of the
//! computing, the equation counts as unclear.

use crate::expression::{Evaluated, evaluate};
use crate::rational::Rational;
use crate::token::{Kind, Sign, Token, tokens};

/// Longest left side looked at, in tokens.
const LONGEST_SIDE: usize = 200;

/// Units between which people convert silently.
const CONVERTIBLE: [&str; 38] = [
    "$",
    "cent",
    "¢",
    "penny",
    "pennie",
    "dime",
    "quarter",
    "nickel",
    "second",
    "sec",
    "minute",
    "min",
    "hour",
    "hr",
    "day",
    "week",
    "month",
    "year",
    "mm",
    "cm",
    "meter",
    "metre",
    "km",
    "kilometer",
    "kilometre",
    "mile",
    "inch",
    "inche",
    "foot",
    "feet",
    "yard",
    "gram",
    "kg",
    "kilogram",
    "pound",
    "ounce",
    "liter",
    "ml",
];

/// Words that change the number beside them.
const MULTIPLYING: [&str; 22] = [
    "twice", "thrice", "double", "triple", "half", "halve", "third", "quarter", "dozen", "pair",
    "couple", "score", "hundred", "thousand", "million", "billion", "of", "than", "plus", "minus",
    "times", "more",
];

/// What became of one equation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    Wrong,
    Unclear,
}

/// One equation with its right side's value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Equation {
    pub(crate) outcome: Outcome,
    /// As it stands in the text.
    pub(crate) quote: String,
    /// What the left side comes to.
    pub(crate) left: Rational,
    pub(crate) right: Evaluated,
}

/// All equations of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Equations {
    /// In order, those in GSM8K's `<<48/2=24>>` annotations first on their line.
    pub(crate) list: Vec<Equation>,
    /// After the last right equation comes an equals sign that could not be verified.
    pub(crate) goes_on: bool,
}

impl Equations {
    /// The last one that holds.
    pub(crate) fn last_right(&self) -> Option<&Equation> {
        self.list
            .iter()
            .rev()
            .find(|equation| equation.outcome == Outcome::Right)
    }
}

/// Finds and checks them.
pub(crate) fn equations(text: &str) -> Equations {
    let mut found = Equations::default();
    for line in text.lines() {
        let mut plain = String::with_capacity(line.len());
        let mut rest = line;
        while let Some((before, after)) = rest.split_once("<<") {
            let Some((annotation, beyond)) = after.split_once(">>") else {
                break;
            };
            collect(annotation, &mut found);
            plain.push_str(before);
            rest = beyond;
        }
        plain.push_str(rest);
        collect(&plain, &mut found);
    }
    found
}

fn collect(text: &str, found: &mut Equations) {
    let all = tokens(text);
    for clause in all.split(|token| matches!(token.kind, Kind::Other | Kind::LineBreak)) {
        let signs: Vec<usize> = (0..clause.len())
            .filter(|&at| matches!(clause[at].kind, Kind::Equals | Kind::About))
            .collect();
        for (number, &at) in signs.iter().enumerate() {
            let from = number.checked_sub(1).map_or(0, |before| signs[before] + 1);
            let to = signs.get(number + 1).copied().unwrap_or(clause.len());
            let sides = Sides {
                clause,
                from,
                at,
                to,
                chained: number + 1 < signs.len(),
            };
            let checked = sides.check(text);
            found.goes_on = checked
                .as_ref()
                .is_none_or(|it| it.outcome != Outcome::Right);
            found.list.extend(checked);
        }
    }
}

/// The two sides of one equals sign.
struct Sides<'a> {
    clause: &'a [Token<'a>],
    from: usize,
    at: usize,
    to: usize,
    /// Another equals sign follows.
    chained: bool,
}

impl Sides<'_> {
    /// `None` if a side has no known value, or if there is nothing to compute.
    fn check(&self, text: &str) -> Option<Equation> {
        let (start, left) = self.left_side()?;
        let right_tokens = &self.clause[self.at + 1..self.to];
        let right = evaluate(right_tokens)?;
        if left.operations + right.operations == 0 {
            return None;
        }
        let about = self.clause[self.at].kind == Kind::About || says_about(right_tokens);
        let mut outcome = if agree(&left, &right, about) {
            Outcome::Right
        } else if self.is_unclear(start, &left, &right) {
            Outcome::Unclear
        } else {
            Outcome::Wrong
        };
        // Why: `3 × 4 = 12 + 5 = 17` is how people write a running total.
        let first = evaluate(&right_tokens[..right_tokens.len().min(1)]);
        if let Some(first) = first.filter(|_| outcome == Outcome::Wrong && self.chained)
            && starts_with_sum(&right_tokens[1..])
            && agree(&left, &first, about)
        {
            outcome = Outcome::Right;
        }
        let computed = right_tokens[..right.length]
            .iter()
            .rev()
            .find(|it| it.kind != Kind::Word);
        let end = computed.map_or(self.clause[self.at].end(), Token::end);
        let quote = text.get(self.clause[start].start..end).unwrap_or_default();
        Some(Equation {
            outcome,
            quote: quote.trim().to_owned(),
            left: left.value,
            right,
        })
    }

    /// The longest expression that ends at the equals sign, and where it starts.
    fn left_side(&self) -> Option<(usize, Evaluated)> {
        let tokens = &self.clause[self.from..self.at];
        let skipped = tokens.len().saturating_sub(LONGEST_SIDE);
        for start in skipped..tokens.len() {
            let starts = match tokens[start].kind {
                Kind::Number { .. } | Kind::Open | Kind::Frac => true,
                Kind::Sign(Sign::Minus) => tokens.get(start + 1).is_some_and(|next| next.glued),
                _ => false,
            };
            let before = start.checked_sub(1).map(|before| tokens[before]);
            let continues = before.is_some_and(|token| {
                matches!(token.kind, Kind::Sign(_) | Kind::Unknown | Kind::Percent)
            });
            if !starts || continues {
                continue;
            }
            let Some(evaluated) = evaluate(&tokens[start..]) else {
                continue;
            };
            if evaluated.length == tokens.len() - start {
                return Some((self.from + start, evaluated));
            }
        }
        None
    }

    /// Whether something beside arithmetic may explain a difference.
    fn is_unclear(&self, start: usize, left: &Evaluated, right: &Evaluated) -> bool {
        let units: Vec<&String> = left.units.iter().chain(&right.units).collect();
        let same = units.windows(2).all(|pair| pair[0] == pair[1]);
        let converts = |unit: &str| unit.split(' ').any(|word| CONVERTIBLE.contains(&word));
        let multiplies = |unit: &str| unit.split(' ').any(|word| MULTIPLYING.contains(&word));
        if units
            .iter()
            .any(|unit| multiplies(unit) || (!same && converts(unit)))
        {
            return true;
        }
        // Why: in `that makes 9 = 3/4 of it` the equals sign stands for words; in a chain it does not.
        if left.operations == 0 && (self.from == 0 || !units.is_empty()) {
            return true;
        }
        let before = &self.clause[self.from..start];
        let told = before.last().is_some_and(|token| {
            token.kind == Kind::Word && MULTIPLYING.contains(&token.text.to_lowercase().as_str())
        });
        let compound = !left.units.is_empty() && before.iter().any(Token::is_number);
        let after = self
            .clause
            .get(self.at + 1 + right.length..self.to)
            .unwrap_or_default();
        told || compound
            || after
                .iter()
                .any(|token| token.is_number() || is_remainder(token))
            || right
                .units
                .iter()
                .any(|unit| unit.split(' ').any(|word| word == "remainder"))
            || after.iter().any(|token| token.kind == Kind::Unknown)
    }
}

fn is_remainder(token: &Token<'_>) -> bool {
    token.text.to_lowercase().starts_with("remainder")
}

fn starts_with_sum(tokens: &[Token<'_>]) -> bool {
    matches!(tokens.first().map(|token| token.kind), Some(Kind::Sign(_)))
}

fn says_about(tokens: &[Token<'_>]) -> bool {
    tokens.first().is_some_and(|token| {
        matches!(
            token.text.to_lowercase().as_str(),
            "about" | "approximately" | "roughly"
        )
    })
}

/// Whether two values are the same as people write them: percent signs count or not, decimals may be rounded or cut.
pub(crate) fn agree(left: &Evaluated, right: &Evaluated, about: bool) -> bool {
    if left.value == right.value || left.bare == right.bare {
        return true;
    }
    let rounded = |exact: &Evaluated, shown: &Evaluated| {
        let Some(decimals) = shown.decimals else {
            return false;
        };
        // Why: `1/3 = 0.3` is rounded, `1/4 = 0.3` is a mistake; two decimals are how money is rounded.
        let may_round = about || decimals >= 2 || (decimals == 1 && !exact.value.terminates());
        let unit = 10_i128
            .checked_pow(decimals)
            .and_then(|scale| Rational::new(1, scale));
        may_round
            && unit.is_some_and(|unit| {
                exact.value.is_near(shown.value, unit, false)
                    || exact.bare.is_near(shown.bare, unit, false)
            })
    };
    rounded(left, right) || rounded(right, left)
}

#[cfg(test)]
mod tests {
    use super::{Outcome, equations};

    fn check(text: &str) -> String {
        let letters = equations(text)
            .list
            .into_iter()
            .map(|equation| match equation.outcome {
                Outcome::Right => 'R',
                Outcome::Wrong => 'W',
                Outcome::Unclear => 'u',
            });
        letters.collect()
    }

    #[test]
    fn judges_equations() {
        let cases = [
            // Right.
            ("12 + 30 = 42", "R"),
            ("So she has 12 + 30 = 42 apples.", "R"),
            ("48/2 = <<48/2=24>>24 clips", "RR"),
            ("12/60 = $<<12/60=0.2>>0.2 per minute.", "RR"),
            ("3 × 4 = 12, and 12 + 5 = 17", "RR"),
            ("3 * 4 = 12 + 5 = 17", "RR"),
            ("1,200 - $200 = $1,000", "R"),
            ("10/3 = 3.33", "R"),
            ("2/3 = 0.66", "R"),
            ("2/3 = 0.67", "R"),
            ("17/5 ≈ 3", "R"),
            ("10 / 40 * 100 = 25%", "R"),
            ("100% - 20% = 80%", "R"),
            ("20% of 50 = 10", "R"),
            ("1 1/2 / 1/2 = 3", "R"),
            ("42 = 12 + 30", "R"),
            ("3x = 20 - 5 = 15", "R"),
            ("- 12 + 30 = 42", "R"),
            ("1. 12 + 30 = 42\n2. 42 - 2 = 40", "RR"),
            ("**12 + 30 = 42**", "R"),
            ("7/5 + 9/5 = (7 + 9)/5 = 16/5", "RR"),
            ("3 classes * 30 cupcakes/class = 90 cupcakes", "R"),
            ("\\(12 \\times 3 = 36\\)", "R"),
            ("She has enough (12 × 3 = 36 apples).", "R"),
            // Wrong.
            ("12 + 30 = 43", "W"),
            ("12 + 30 = 43 apples", "W"),
            ("12 apples + 30 apples = 43 apples", "W"),
            ("3 boxes × 12 pencils = 38 pencils", "W"),
            ("<<48/2=25>>25", "W"),
            ("48/2 = <<48/2=24>>25", "RW"),
            ("1/4 = 0.3", "W"),
            ("17/5 = 3", "W"),
            ("3 * 4 = 12 + 5 = 18", "RW"),
            ("$12 + $30 = $43", "W"),
            ("20% of 50 = 11", "W"),
            ("50% = 0.4", "W"),
            ("12 + 30 = 42 = 6 × 8", "RW"),
            // Not ours to judge.
            ("3x + 5 = 20", ""),
            ("x = 5", ""),
            ("1 hour = 60 minutes", ""),
            ("48 = 100% + 20%", "u"),
            ("350, 000 x 5/100 = 17500", ""),
            ("1 hour - 20 minutes = 40 minutes", "u"),
            ("2 hours 30 minutes + 1 hour = 3 hours 30 minutes", "u"),
            ("2 × $0.25 = 50 cents", "u"),
            ("2 dozen + 3 eggs = 27 eggs", "u"),
            ("17 / 5 = 3 remainder 2", "u"),
            ("twice 3 + 4 = 10", "u"),
            ("9:30 + 45 minutes = 10:15", ""),
            ("a += 1; b == 2; c <= 3 + 4", ""),
            ("total - 12 + 30 = 42", ""),
            ("1 box = 12 * 2 = 24 eggs", "uR"),
            ("no equation here", ""),
            ("= = =", ""),
            ("5 + = 5", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_what_stands_there() {
        let found = equations("Then she pays $12 + 30 = $43 in all.").list;
        assert_eq!(found[0].quote, "12 + 30 = $43");
        assert_eq!(found[0].left.to_string(), "42");
    }

    #[test]
    fn long_lines_stay_cheap() {
        let line = format!("{}= 5", "1 2 3 (4 - ".repeat(20_000));
        assert!(check(&line).len() <= 1);
    }
}

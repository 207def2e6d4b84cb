//! Reads and evaluates expressions exactly. Depth is bounded, so no text can exhaust the stack.

use crate::rational::Rational;
use crate::token::{Kind, Sign, Token};

/// How deep parentheses, signs and powers may nest.
const MAX_DEPTH: u32 = 48;

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evaluated {
    /// With `%` read as hundredths.
    pub(crate) value: Rational,
    /// With `%` ignored, as in `10 / 40 × 100 = 25%`.
    pub(crate) bare: Rational,
    /// Operations and percent signs; 0 for a number alone.
    pub(crate) operations: u32,
    /// Digits after the point, for a number alone.
    pub(crate) decimals: Option<u32>,
    /// The units its numbers carry, in order.
    pub(crate) units: Vec<String>,
    /// Tokens it takes up.
    pub(crate) length: usize,
}

/// The longest expression at the beginning of the tokens.
pub(crate) fn evaluate(tokens: &[Token<'_>]) -> Option<Evaluated> {
    let mut reader = Reader {
        tokens,
        at: 0,
        operations: 0,
        units: Vec::new(),
        decimals: None,
        divides: false,
    };
    let term = reader.sum(0)?;
    Some(Evaluated {
        value: term.value,
        bare: term.bare,
        operations: reader.operations,
        decimals: reader.decimals.filter(|_| reader.operations == 0),
        units: reader.units,
        length: reader.at,
    })
}

#[derive(Clone, Copy)]
struct Term {
    value: Rational,
    bare: Rational,
}

impl Term {
    fn apply(self, sign: Sign, right: Self) -> Option<Self> {
        let operation = match sign {
            Sign::Plus => Rational::plus,
            Sign::Minus => Rational::minus,
            Sign::Times => Rational::times,
            Sign::Over => Rational::over,
            Sign::Power => Rational::power,
        };
        Some(Self {
            value: operation(self.value, right.value)?,
            bare: operation(self.bare, right.bare)?,
        })
    }
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    operations: u32,
    units: Vec<String>,
    decimals: Option<u32>,
    /// The operand being read divides what is before it, with space between: `3 / 1/2`.
    divides: bool,
}

impl Reader<'_> {
    fn kind(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    fn sum(&mut self, depth: u32) -> Option<Term> {
        let mut left = self.product(depth)?;
        while let Some(Kind::Sign(sign @ (Sign::Plus | Sign::Minus))) = self.kind(0) {
            let Some(result) = self.right_side(left, sign, |reader| reader.product(depth))? else {
                break;
            };
            left = result;
        }
        Some(left)
    }

    fn product(&mut self, depth: u32) -> Option<Term> {
        let mut left = self.signed(depth)?;
        loop {
            let sign = match self.kind(0) {
                Some(Kind::Sign(sign @ (Sign::Times | Sign::Over))) => sign,
                // Why: `2(3 + 4)` is a product, `5 (see above)` is not.
                Some(Kind::Open) if self.tokens[self.at].glued => {
                    left = left.apply(Sign::Times, self.signed(depth)?)?;
                    self.operations += 1;
                    continue;
                }
                _ => break,
            };
            let Some(result) = self.right_side(left, sign, |reader| reader.signed(depth))? else {
                break;
            };
            left = result;
        }
        Some(left)
    }

    /// Applies a sign to what follows it; `Some(None)` if words follow, so that the expression ends before the sign.
    fn right_side(
        &mut self,
        left: Term,
        sign: Sign,
        read: impl FnOnce(&mut Self) -> Option<Term>,
    ) -> Option<Option<Term>> {
        if matches!(
            self.kind(1),
            None | Some(Kind::Word | Kind::Other | Kind::LineBreak)
        ) {
            return Some(None);
        }
        self.divides = sign == Sign::Over && !self.tokens[self.at].glued;
        self.at += 1;
        let right = read(self)?;
        self.operations += 1;
        Some(Some(left.apply(sign, right)?))
    }

    fn signed(&mut self, depth: u32) -> Option<Term> {
        if depth >= MAX_DEPTH {
            return None;
        }
        match self.kind(0)? {
            Kind::Sign(Sign::Minus) => {
                self.at += 1;
                let term = self.signed(depth + 1)?;
                Some(Term {
                    value: term.value.negated()?,
                    bare: term.bare.negated()?,
                })
            }
            Kind::Sign(Sign::Plus) => {
                self.at += 1;
                self.signed(depth + 1)
            }
            _ => {
                let base = self.operand(depth)?;
                if self.kind(0) != Some(Kind::Sign(Sign::Power)) {
                    return Some(base);
                }
                self.at += 1;
                let exponent = self.signed(depth + 1)?;
                self.operations += 1;
                base.apply(Sign::Power, exponent)
            }
        }
    }

    /// A number or a group, its percent sign and its unit.
    fn operand(&mut self, depth: u32) -> Option<Term> {
        let mut term = match self.kind(0)? {
            Kind::Number {
                value,
                decimals,
                money,
            } => {
                self.at += 1;
                self.decimals = Some(decimals);
                if money {
                    self.units.push("$".to_owned());
                }
                let value = self.mixed_number(value)?;
                let value = self.divisor(value)?;
                Term { value, bare: value }
            }
            Kind::Open => self.group(depth)?,
            Kind::Frac => {
                self.at += 1;
                let above = self.group(depth)?;
                self.operations += 1;
                above.apply(Sign::Over, self.group(depth)?)?
            }
            _ => return None,
        };
        if self.kind(0) == Some(Kind::Percent) {
            self.at += 1;
            self.operations += 1;
            term.value = term.value.over(Rational::whole(100))?;
        }
        self.unit()?;
        Some(term)
    }

    fn group(&mut self, depth: u32) -> Option<Term> {
        if self.kind(0) != Some(Kind::Open) {
            return None;
        }
        self.at += 1;
        let inside = self.sum(depth + 1)?;
        if self.kind(0) != Some(Kind::Close) {
            return None;
        }
        self.at += 1;
        Some(inside)
    }

    /// `2 1/2` is two and a half.
    fn mixed_number(&mut self, whole: Rational) -> Option<Rational> {
        let parts = self.tokens.get(self.at..self.at + 3);
        let Some([above, slash, below]) = parts else {
            return Some(whole);
        };
        let glued = !above.glued && slash.glued && below.glued;
        match (above.kind, slash.kind, below.kind) {
            (
                Kind::Number {
                    value: above,
                    decimals: 0,
                    money: false,
                },
                Kind::Sign(Sign::Over),
                Kind::Number {
                    value: below,
                    decimals: 0,
                    money: false,
                },
            ) if glued && whole.is_whole() => {
                self.at += 3;
                self.operations += 1;
                whole.plus(above.over(below)?)
            }
            _ => Some(whole),
        }
    }

    /// The `1/2` in `3 / 1/2` or `3 ÷ 1/2` belongs together.
    fn divisor(&mut self, above: Rational) -> Option<Rational> {
        let divides = std::mem::take(&mut self.divides);
        let Some([slash, below]) = self.tokens.get(self.at..self.at + 2) else {
            return Some(above);
        };
        match (slash.kind, below.kind) {
            (Kind::Sign(Sign::Over), Kind::Number { value: below, .. })
                if divides && slash.glued && self.tokens[self.at + 1].glued =>
            {
                self.at += 2;
                self.operations += 1;
                above.over(below)
            }
            _ => Some(above),
        }
    }

    /// Takes the words after an operand: `60 minutes per hour`, `30 cupcakes/class`. `None` if a variable is among them.
    fn unit(&mut self) -> Option<()> {
        let start = self.at;
        loop {
            match self.kind(0) {
                Some(Kind::Word) => self.at += 1,
                Some(Kind::Sign(Sign::Over)) if self.kind(1) == Some(Kind::Word) => self.at += 2,
                _ => break,
            }
        }
        if self.kind(0) == Some(Kind::Unknown) {
            return None;
        }
        let words: Vec<String> = self.tokens[start..self.at]
            .iter()
            .map(|token| singular(token.text))
            .collect();
        if !words.is_empty() {
            self.units.push(words.join(" "));
        }
        Some(())
    }
}

/// Lower case without the plural s; dollars are the dollar sign.
fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_suffix('s').unwrap_or(&lower) {
        "dollar" => "$".to_owned(),
        stem => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::evaluate;
    use crate::token::tokens;

    fn value(text: &str) -> Option<String> {
        let tokens = tokens(text);
        let evaluated = evaluate(&tokens).filter(|evaluated| evaluated.length == tokens.len());
        evaluated.map(|evaluated| evaluated.value.to_string())
    }

    #[test]
    fn evaluates_exactly() {
        let cases = [
            ("2 + 3 × 4", "14"),
            ("(2 + 3) * 4", "20"),
            ("2 - 3 - 4", "-5"),
            ("48/2/3", "8"),
            ("48 / 2 / 3", "8"),
            ("3 ÷ 3/4", "4"),
            ("0.1 + 0.2", "0.3"),
            ("1/3 + 1/6", "0.5"),
            ("20% of 50", "10"),
            ("$1,250.50 - $250", "1000.5"),
            ("2(3 + 4)", "14"),
            ("(1 + 1)(2 + 2)", "8"),
            ("2^3^2", "512"),
            ("-2^2", "-4"),
            ("2 1/2 + 1/2", "3"),
            ("\\frac{3}{4} \\times 8", "6"),
            (
                "6 hours * 60 minutes per hour / 10 minutes per widget",
                "36",
            ),
            ("3 classes * 30 cupcakes/class", "90"),
            ("50*20*.01", "10"),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn knows_what_it_can_not_evaluate() {
        for text in [
            "", "3x + 5", "1/0", "2^0.5", "(2 + 3", "2 + + ", "9:30 + 5", "9^99",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(
            value(&format!("{}1{}", "(".repeat(40), ")".repeat(40))).as_deref(),
            Some("1")
        );
        assert_eq!(
            value(&format!("{}1{}", "(".repeat(50), ")".repeat(50))),
            None
        );
        assert_eq!(value(&"-".repeat(100_000)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "[-+*/^%().,=$ 0-9a-zx≈×÷\\\\\n]{0,80}|\\PC{0,60}") {
            let tokens = tokens(&text);
            for start in 0..tokens.len() {
                if let Some(evaluated) = evaluate(&tokens[start..]) {
                    prop_assert!(evaluated.length >= 1 && evaluated.length <= tokens.len() - start);
                }
            }
        }

        #[test]
        fn sums_and_products_agree_with_the_machine(a in -999_i64..999, b in 1_i64..999, c in 1_i64..99) {
            prop_assert_eq!(value(&format!("{a} + {b} * {c}")), Some((a + b * c).to_string()));
            prop_assert_eq!(value(&format!("({a} - {b}) × {c}")), Some(((a - b) * c).to_string()));
        }
    }
}

//! Exact numbers: reduced fractions of 128-bit integers. Every operation is checked; `None` means it does not fit or divides by zero.

use std::cmp::Ordering;
use std::fmt;

/// Decimals a value is shown with at most; beyond that it is shown as a fraction.
const SHOWN_DECIMALS: u32 = 6;

/// Invariant: the denominator is positive and shares no factor with the numerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    /// `numerator / denominator`, reduced.
    pub(crate) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let shared = i128::try_from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs()));
        let shared = shared.ok()?.checked_mul(denominator.signum())?;
        Some(Self {
            numerator: numerator.checked_div(shared)?,
            denominator: denominator.checked_div(shared)?,
        })
    }

    pub(crate) fn whole(value: i128) -> Self {
        Self {
            numerator: value,
            denominator: 1,
        }
    }

    /// Digits as they are written, with at most one point: `12`, `0.5`, `.5`.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let scale = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let joined = format!("0{whole}{decimals}");
        Self::new(joined.parse().ok()?, scale)
    }

    pub(crate) fn is_whole(self) -> bool {
        self.denominator == 1
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(
            left.checked_add(right)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(crate) fn negated(self) -> Option<Self> {
        Self::new(self.numerator.checked_neg()?, self.denominator)
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated()?)
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.numerator)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(crate) fn over(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.denominator)?,
            self.denominator.checked_mul(other.numerator)?,
        )
    }

    /// A whole power; negative exponents too. `None` for other exponents.
    pub(crate) fn power(self, exponent: Self) -> Option<Self> {
        if !exponent.is_whole() {
            return None;
        }
        let times = u32::try_from(exponent.numerator.unsigned_abs()).ok()?;
        let raised = Self::new(
            self.numerator.checked_pow(times)?,
            self.denominator.checked_pow(times)?,
        )?;
        if exponent.numerator < 0 {
            Self::whole(1).over(raised)
        } else {
            Some(raised)
        }
    }

    /// Whether some number of decimals writes this value exactly.
    pub(crate) fn terminates(self) -> bool {
        let mut rest = self.denominator;
        for factor in [2, 5] {
            while rest % factor == 0 {
                rest /= factor;
            }
        }
        rest == 1
    }

    /// Whether the distance to the other value is below (or, if `inclusive`, at) the limit.
    pub(crate) fn is_near(self, other: Self, limit: Self, inclusive: bool) -> bool {
        let order = self.minus(other).and_then(|difference| {
            let left = difference
                .numerator
                .checked_abs()?
                .checked_mul(limit.denominator)?;
            let right = limit.numerator.checked_mul(difference.denominator)?;
            Some(left.cmp(&right))
        });
        match order {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => inclusive,
            Some(Ordering::Greater) | None => false,
        }
    }
}

/// Whole numbers plainly, short decimals as decimals, all else as a fraction.
impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() {
            return write!(f, "{}", self.numerator);
        }
        for decimals in 1..=SHOWN_DECIMALS {
            let scale = 10_i128.pow(decimals);
            if scale % self.denominator != 0 {
                continue;
            }
            let Some(scaled) = self.numerator.checked_mul(scale / self.denominator) else {
                break;
            };
            let sign = if scaled < 0 { "-" } else { "" };
            let (whole, rest) = (scaled.unsigned_abs() / scale as u128, scaled.unsigned_abs());
            let (rest, width) = (rest % scale as u128, decimals as usize);
            return write!(f, "{sign}{whole}.{rest:0width$}");
        }
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

fn gcd(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::Rational;

    fn number(digits: &str) -> Rational {
        Rational::parse(digits).unwrap()
    }

    #[test]
    fn shows_values_as_people_write_them() {
        let cases = [
            (6, 3, "2"),
            (1, 8, "0.125"),
            (-5, 4, "-1.25"),
            (1, 3, "1/3"),
            (-1, 20, "-0.05"),
        ];
        for (numerator, denominator, text) in cases {
            assert_eq!(
                Rational::new(numerator, denominator).unwrap().to_string(),
                text
            );
        }
        assert_eq!(Rational::new(1, 0), None);
    }

    #[test]
    fn reads_decimals_exactly() {
        assert_eq!(number("0.1").plus(number(".2")), Some(number("0.3")));
        assert_eq!(number("007"), Rational::whole(7));
        assert_eq!(Rational::parse(&"9".repeat(50)), None);
        assert_eq!(Rational::parse(&format!("0.{}", "1".repeat(50))), None);
    }

    #[test]
    fn powers_and_their_limits() {
        assert_eq!(number("2").power(number("10")), Some(number("1024")));
        assert_eq!(number("2").power(Rational::whole(-2)), Some(number("0.25")));
        assert_eq!(number("2").power(number("0.5")), None);
        assert_eq!(number("2").power(number("200")), None);
        assert_eq!(Rational::whole(0).power(Rational::whole(-1)), None);
        assert_eq!(Rational::whole(i128::MIN).negated(), None);
    }
}

//! Exact numbers: reduced fractions of 128-bit integers. Every operation is checked; `None` means it does not fit or divides by zero.

use std::fmt;

/// Invariant: the denominator is positive and shares no factor with the numerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// `numerator / denominator`, reduced.
    pub(crate) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let shared = i128::try_from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs()));
        let shared = shared.ok()?.checked_mul(denominator.signum())?;
        Some(Self {
            numerator: numerator.checked_div(shared)?,
            denominator: denominator / shared,
        })
    }

    pub(crate) fn whole(value: i128) -> Self {
        Self {
            numerator: value,
            denominator: 1,
        }
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(
            left.checked_add(right)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        let negated = other.numerator.checked_neg()?;
        self.plus(Self {
            numerator: negated,
            denominator: other.denominator,
        })
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
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            _ => write!(f, "{}/{}", self.numerator, self.denominator),
        }
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
    use super::Fraction;

    #[test]
    fn stays_reduced_and_exact() {
        let text = |n, d| Fraction::new(n, d).map(|fraction| fraction.to_string());
        assert_eq!(text(6, 4).as_deref(), Some("3/2"));
        assert_eq!(text(6, -4).as_deref(), Some("-3/2"));
        assert_eq!(text(0, -7).as_deref(), Some("0"));
        assert_eq!(text(1, 0), None);
        let half = Fraction::new(1, 2).unwrap();
        let third = Fraction::new(1, 3).unwrap();
        assert_eq!(half.plus(third).unwrap().to_string(), "5/6");
        assert_eq!(half.minus(third).unwrap().to_string(), "1/6");
        assert_eq!(half.times(third).unwrap().to_string(), "1/6");
        assert_eq!(half.over(third).unwrap().to_string(), "3/2");
    }

    #[test]
    fn says_so_when_it_does_not_fit() {
        let huge = Fraction::whole(i128::MAX);
        assert_eq!(huge.plus(Fraction::whole(1)), None);
        assert_eq!(huge.times(Fraction::whole(2)), None);
        assert_eq!(huge.over(Fraction::whole(0)), None);
    }
}

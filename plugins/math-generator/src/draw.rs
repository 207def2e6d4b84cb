//! The parameters of one problem: digits of a number written in the mixed base of its template.
//!
//! Invariant: different positions of one template give different (digits, round), and every template shows all of them in its
//! question. That is why no two tasks ask the same.

use crate::permutation::shuffle;

/// What one problem is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draw {
    digits: Vec<u64>,
    /// How often the template's space was used up before; the first number grows with it.
    round: u64,
    first_size: u64,
}

impl Draw {
    /// The draw at `position` of a template with these sizes; the key makes the order look random.
    pub(crate) fn at(position: u64, sizes: &[u64], key: u64) -> Self {
        let space: u64 = sizes.iter().product();
        let mut rest = shuffle(position % space, space, key);
        let mut digits = Vec::with_capacity(sizes.len());
        for size in sizes {
            digits.push(rest % size);
            rest /= size;
        }
        let first_size = sizes.first().copied().unwrap_or(1);
        Self {
            digits,
            round: position / space,
            first_size,
        }
    }

    /// The first number: `from` and up, growing without end once the space is used up.
    pub(crate) fn first(&self, from: i128) -> i128 {
        from + i128::from(self.digit(0)) + i128::from(self.round) * i128::from(self.first_size)
    }

    /// The number at a place: `from` up to `from + size - 1`.
    pub(crate) fn number(&self, place: usize, from: i128) -> i128 {
        from + i128::from(self.digit(place))
    }

    /// One of the items; their count is the size of this place.
    pub(crate) fn pick<T: Copy>(&self, place: usize, items: &[T]) -> T {
        items[self.digit(place) as usize % items.len()]
    }

    /// The digit itself, for choosing between forms.
    pub(crate) fn digit(&self, place: usize) -> u64 {
        self.digits.get(place).copied().unwrap_or_default()
    }
}

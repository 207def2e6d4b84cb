//! The list of templates: one per topic and difficulty, in this order.

mod arithmetic;
mod equations;
mod fractions;
mod shopping;
mod time;

use crate::draw::Draw;
use crate::problem::Problem;

/// One kind of problem.
pub(crate) struct Template {
    pub(crate) topic: &'static str,
    /// 1 to 5.
    pub(crate) difficulty: u8,
    /// How many values each place of the draw has. The first is the number that grows when all are used up.
    pub(crate) sizes: &'static [u64],
    /// Builds the problem; `None` if its numbers no longer fit.
    ///
    /// Invariant: the question shows every place of the draw, so different draws give different questions.
    pub(crate) build: fn(&Draw) -> Option<Problem>,
}

/// All topics, sorted.
pub(crate) const TOPICS: [&str; 5] = ["arithmetic", "equations", "fractions", "shopping", "time"];

/// All templates, sorted by topic and difficulty.
pub(crate) fn all() -> impl Iterator<Item = &'static Template> {
    [
        &arithmetic::TEMPLATES,
        &equations::TEMPLATES,
        &fractions::TEMPLATES,
        &shopping::TEMPLATES,
        &time::TEMPLATES,
    ]
    .into_iter()
    .flatten()
}

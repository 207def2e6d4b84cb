//! National ids, one country after another.

mod checks;
mod lettered;
mod numeric;

use crate::digits::Run;
use crate::found::Found;

/// Countries whose ids are known; the settings name them.
pub(crate) const COUNTRIES: [&str; 20] = [
    "AU", "BE", "BR", "CA", "CH", "CN", "DE", "ES", "FI", "FR", "GB", "IN", "IT", "NL", "NO", "PL",
    "PT", "SE", "TR", "US",
];

/// Adds the ids of a text.
pub(crate) fn find(
    text: &str,
    runs: &[Run],
    countries: &[String],
    with_test_values: bool,
    found: &mut Vec<Found>,
) {
    numeric::find(text, runs, countries, with_test_values, found);
    lettered::find(text, countries, with_test_values, found);
}

//! The page that this binary carries, if it was built with one, and how a run's results are put into it.

use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::results_element;
use crate::run_report::RunReport;

/// What `build.rs` has packed; empty where there was no page.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tunesmith.html.gz"));

/// Whether this build has a page.
pub(crate) fn is_carried() -> bool {
    !PACKED.is_empty()
}

/// The page; nothing where this build has none.
pub(crate) fn carried_page() -> Option<String> {
    if !is_carried() {
        return None;
    }
    let mut page = String::new();
    GzDecoder::new(PACKED)
        .read_to_string(&mut page)
        .expect("build.rs has packed UTF-8");
    Some(page)
}

/// The page with the results inside and otherwise untouched; nothing if it is no page, or has results already.
pub(crate) fn filled(page: &str, report: &RunReport<'_>) -> Option<String> {
    let (before, after) = results_element::split(page)?;
    let json = serde_json::to_string(report).ok()?;
    // In JSON `<` stands only inside strings. Escaped there, nothing can end the element.
    let json = json.replace('<', r"\u003c");
    Some([before, &json, after].concat())
}

/// A page with nothing in it but what a report needs, for tests.
#[cfg(test)]
pub(crate) const STAND_IN: &str = concat!(
    "<!doctype html>\n<meta charset=\"utf-8\">\n",
    r#"<script type="application/json" id="tunesmith-results"></script>"#,
    "\n<script>document.title = \"page\"</script>\n"
);

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::{PACKED, carried_page};
    use crate::results_element;

    #[test]
    fn what_is_carried_can_be_filled() {
        let Some(page) = carried_page() else {
            assert!(PACKED.is_empty());
            return;
        };
        assert!(results_element::is_page(&page));
        let mut decoder = GzDecoder::new(PACKED);
        assert_eq!(decoder.header().map(flate2::GzHeader::mtime), Some(0));
        assert_eq!(
            decoder.read_to_string(&mut String::new()).unwrap(),
            page.len()
        );
    }
}

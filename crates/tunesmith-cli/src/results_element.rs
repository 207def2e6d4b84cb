//! The one element of the page that takes a run's results. `build.rs` uses this file too, so that no page without it is carried.
//!
//! A data block is no script: what is put into it changes no hash that the page's content security policy names.

/// The element as the page has it, exactly once.
pub(crate) const EMPTY: &str =
    r#"<script type="application/json" id="tunesmith-results"></script>"#;

/// How it ends.
const END: &str = "</script>";

/// Whether this is a page of tunesmith that holds no results yet.
pub(crate) fn is_page(text: &str) -> bool {
    split(text).is_some()
}

/// The page before and after the place of the results.
pub(crate) fn split(page: &str) -> Option<(&str, &str)> {
    let (before, after) = page.split_once(EMPTY)?;
    let place = before.len() + EMPTY.len() - END.len();
    (!after.contains(EMPTY)).then(|| page.split_at(place))
}

#[cfg(test)]
mod tests {
    use super::{EMPTY, is_page, split};

    #[test]
    fn there_is_one_empty_element() {
        let page = format!("a{EMPTY}b");
        let opening = r#"<script type="application/json" id="tunesmith-results">"#;
        let (before, after) = split(&page).unwrap();
        assert_eq!(before, format!("a{opening}"));
        assert_eq!(after, "</script>b");
        for other in [
            "ab".to_owned(),
            format!("{EMPTY}{EMPTY}"),
            format!("{before}{{}}{after}"),
        ] {
            assert!(!is_page(&other), "{other}");
        }
    }
}

//! Whether a text is in the language that was asked for. Short texts and unknown languages are never objected to.

use whatlang::Lang;

/// Fewer letters than this say nothing.
const FEWEST_LETTERS: usize = 60;
/// More bytes than this make it slower and no surer.
const ENOUGH: usize = 2000;
const CONFIDENCE: f64 = 0.9;

/// The language a text is in, where it surely is not the wanted one.
pub(crate) fn other_than(wanted: &str, text: &str) -> Option<&'static str> {
    let wanted = known(wanted)?;
    let text = &text[..text.floor_char_boundary(ENOUGH)];
    if text.chars().filter(|it| it.is_alphabetic()).count() < FEWEST_LETTERS {
        return None;
    }
    let found = whatlang::detect(text)?;
    let is_sure = found.confidence() >= CONFIDENCE;
    (is_sure && found.lang() != wanted).then(|| found.lang().eng_name())
}

fn known(name: &str) -> Option<Lang> {
    let name = name.trim();
    if name.eq_ignore_ascii_case("Chinese") {
        return Some(Lang::Cmn);
    }
    Lang::all()
        .iter()
        .copied()
        .find(|it| it.eng_name().eq_ignore_ascii_case(name) || it.code() == name)
}

#[cfg(test)]
mod tests {
    use super::other_than;

    #[test]
    fn only_what_is_sure_is_said() {
        let german = "Gestern habe ich im Garten die ersten Tomaten geerntet und gleich gegessen.";
        assert_eq!(other_than("English", german), Some("German"));
        assert_eq!(other_than("German", german), None);
        assert_eq!(other_than("Klingon", german), None);
        assert_eq!(other_than("English", "Guten Tag"), None);
    }
}

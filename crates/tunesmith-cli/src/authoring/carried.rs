//! The files the binary carries for authors of plugins: templates, the SDKs, the contract. `build.rs` lists them.

/// Names under `templates/plugin`, and the Rust SDK under `sdk/`; with their texts, sorted.
static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/carried.rs"));

/// The text of one carried file; a name of our own that is not there is a fault of this program.
pub(crate) fn text(name: &str) -> &'static str {
    FILES
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("`{name}` is not carried"))
        .1
}

/// The files whose names begin so, named by what follows.
pub(crate) fn under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES
        .iter()
        .filter_map(move |(name, text)| Some((name.strip_prefix(prefix)?, *text)))
}

/// A template with each `{{name}}` replaced. Others stay, so a forgotten one is seen by whoever reads the result.
pub(crate) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(template.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{{{name}}}}}"), value)
        })
}

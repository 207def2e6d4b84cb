//! The encodings and which model uses which.
//!
//! Model names are matched here, without the reference's table: it takes `ft:gpt-4.1-…` for a `gpt-4` and does not know `ft:o4-mini`.

use std::fmt;

/// How a family of models cuts text into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// gpt-4o and everything after it.
    O200kBase,
    /// gpt-4, gpt-3.5 and the `-002` models.
    Cl100kBase,
    /// gpt-oss: the tokens of `o200k_base` for ordinary text, and other special tokens.
    O200kHarmony,
}

/// Beginnings of base model names; the first that fits decides. A beginning fits where the name ends or a `-`, `.` or `:` follows, so `gpt-4` does
/// not fit `gpt-4o`. Source: tiktoken 0.14.0 `model.py`, but for
/// `ft:` names and names with the publisher in front.
static BY_PREFIX: [(&str, Encoding); 18] = [
    ("gpt-oss", Encoding::O200kHarmony),
    ("gpt-4o", Encoding::O200kBase),
    ("chatgpt-4o", Encoding::O200kBase),
    ("gpt-4.1", Encoding::O200kBase),
    ("gpt-4.5", Encoding::O200kBase),
    ("gpt-5", Encoding::O200kBase),
    ("o1", Encoding::O200kBase),
    ("o3", Encoding::O200kBase),
    ("o4", Encoding::O200kBase),
    ("gpt-4", Encoding::Cl100kBase),
    ("gpt-3.5", Encoding::Cl100kBase),
    ("gpt-35", Encoding::Cl100kBase),
    ("davinci-002", Encoding::Cl100kBase),
    ("babbage-002", Encoding::Cl100kBase),
    ("text-embedding-ada-002", Encoding::Cl100kBase),
    ("text-embedding-3", Encoding::Cl100kBase),
    ("openai/gpt-oss", Encoding::O200kHarmony),
    ("openai/gpt-4o", Encoding::O200kBase),
];

impl Encoding {
    /// All encodings there are counters for.
    pub const ALL: [Self; 3] = [Self::O200kBase, Self::Cl100kBase, Self::O200kHarmony];

    /// The name everyone uses: `o200k_base`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::O200kBase => "o200k_base",
            Self::Cl100kBase => "cl100k_base",
            Self::O200kHarmony => "o200k_harmony",
        }
    }

    /// The encoding of this name; nothing for any other.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.name() == name)
    }

    /// The encoding of a model, by its name, an alias, a dated name or the name of a tuned model (`ft:gpt-4o-mini-2024-07-18:org::id`).
    #[must_use]
    pub fn of_model(model: &str) -> Option<Self> {
        let base = base_model(model);
        BY_PREFIX
            .iter()
            .find(|(prefix, _)| {
                base.strip_prefix(prefix)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', ':']))
            })
            .map(|&(_, encoding)| encoding)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The model a tuned model was made from: `ft:gpt-4o-mini:org::id` gives `gpt-4o-mini`. Other names are given back as they are.
#[must_use]
pub fn base_model(model: &str) -> &str {
    match model.strip_prefix("ft:") {
        None => model,
        Some(rest) => rest.split(':').next().unwrap_or(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_have_their_encoding() {
        let o200k = Some(Encoding::O200kBase);
        let cl100k = Some(Encoding::Cl100kBase);
        for (model, encoding) in [
            ("gpt-4o", o200k),
            ("gpt-4o-mini-2024-07-18", o200k),
            ("chatgpt-4o-latest", o200k),
            ("ft:gpt-4o-mini-2024-07-18:acme::AbC", o200k),
            ("gpt-4.1", o200k),
            ("ft:gpt-4.1-nano-2025-04-14:acme:tone:id", o200k),
            ("ft:gpt-4.1", o200k),
            ("gpt-4.5-preview", o200k),
            ("gpt-5", o200k),
            ("gpt-5-mini", o200k),
            ("gpt-5.1", o200k),
            ("o1", o200k),
            ("o3-mini", o200k),
            ("o4-mini", o200k),
            ("ft:o4-mini-2025-04-16:acme::id", o200k),
            ("gpt-4", cl100k),
            ("gpt-4-0613", cl100k),
            ("gpt-4-turbo", cl100k),
            ("ft:gpt-4", cl100k),
            ("gpt-3.5-turbo", cl100k),
            ("gpt-35-turbo", cl100k),
            ("ft:gpt-3.5-turbo-0125:acme::id", cl100k),
            ("davinci-002", cl100k),
            ("babbage-002", cl100k),
            ("gpt-oss-20b", Some(Encoding::O200kHarmony)),
            ("openai/gpt-oss-120b", Some(Encoding::O200kHarmony)),
            ("gpt-40", None),
            ("o11", None),
            ("llama-3", None),
            ("ft:", None),
            ("", None),
        ] {
            assert_eq!(Encoding::of_model(model), encoding, "{model}");
        }
    }

    #[test]
    fn names_lead_back() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::from_name(encoding.name()), Some(encoding));
        }
        assert_eq!(Encoding::from_name("O200K"), None);
    }
}

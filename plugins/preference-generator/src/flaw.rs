//! The flaws a rejected answer can have, and how each is made.

/// One flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) name: &'static str,
    /// What the model is told to do; none for flaws that are made without it.
    pub(crate) order: Option<&'static str>,
}

/// All flaws. The first three are made exactly, from the good answer alone.
pub(crate) const FLAWS: [Flaw; 12] = [
    Flaw {
        name: "changed-number",
        order: None,
    },
    Flaw {
        name: "shuffled-steps",
        order: None,
    },
    Flaw {
        name: "truncated",
        order: None,
    },
    Flaw {
        name: "wrong-fact",
        order: Some("one fact in it is wrong"),
    },
    Flaw {
        name: "incomplete",
        order: Some("the most important point is missing"),
    },
    Flaw {
        name: "ignored-constraint",
        order: Some("it ignores one wish of the question"),
    },
    Flaw {
        name: "wrong-tone",
        order: Some("it sounds rude and impatient"),
    },
    Flaw {
        name: "padded",
        order: Some("it says the same things twice, with filler words"),
    },
    Flaw {
        name: "hallucinated-source",
        order: Some("it names a study or website that does not exist as its source"),
    },
    Flaw {
        name: "off-topic",
        order: Some("it talks about something else than was asked"),
    },
    Flaw {
        name: "format-broken",
        order: Some("it is one long line without lists and full stops"),
    },
    Flaw {
        name: "unsafe-advice",
        order: Some("it gives careless advice that ignores a warning"),
    },
];

/// Those a recipe gets without asking for any.
pub(crate) const USUAL: [&str; 11] = [
    "changed-number",
    "shuffled-steps",
    "truncated",
    "wrong-fact",
    "incomplete",
    "ignored-constraint",
    "wrong-tone",
    "padded",
    "hallucinated-source",
    "off-topic",
    "format-broken",
];

pub(crate) fn by_name(name: &str) -> Option<Flaw> {
    FLAWS.into_iter().find(|flaw| flaw.name == name)
}

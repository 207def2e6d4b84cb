//! What can be found, how much it costs, and where.

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    OverrideCompliance,
    EncodedInstructions,
    ExfiltrationLink,
    HiddenText,
    Secret,
    Injection,
    Jailbreak,
    PromptExtraction,
    TemplateToken,
    Homoglyphs,
}

impl Mark {
    pub(crate) const ALL: [Self; 10] = [
        Self::OverrideCompliance,
        Self::EncodedInstructions,
        Self::ExfiltrationLink,
        Self::HiddenText,
        Self::Secret,
        Self::Injection,
        Self::Jailbreak,
        Self::PromptExtraction,
        Self::TemplateToken,
        Self::Homoglyphs,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OverrideCompliance => "override-compliance",
            Self::EncodedInstructions => "encoded-instructions",
            Self::ExfiltrationLink => "exfiltration-link",
            Self::HiddenText => "hidden-text",
            Self::Secret => "secret",
            Self::Injection => "injection",
            Self::Jailbreak => "jailbreak",
            Self::PromptExtraction => "prompt-extraction",
            Self::TemplateToken => "template-token",
            Self::Homoglyphs => "homoglyphs",
        }
    }

    /// Share of the score it costs where it weighs full.
    pub(crate) fn severity(self) -> f64 {
        match self {
            Self::OverrideCompliance
            | Self::EncodedInstructions
            | Self::ExfiltrationLink
            | Self::Secret => 0.9,
            Self::HiddenText | Self::Injection | Self::Jailbreak => 0.8,
            Self::PromptExtraction | Self::TemplateToken => 0.6,
            Self::Homoglyphs => 0.5,
        }
    }

    /// What it is, for people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::OverrideCompliance => "an answer that obeys an override",
            Self::EncodedInstructions => "instructions in base64",
            Self::ExfiltrationLink => "a link that would carry data away",
            Self::HiddenText => "characters that hide text",
            Self::Secret => "a secret",
            Self::Injection => "an order to ignore instructions",
            Self::Jailbreak => "a jailbreak",
            Self::PromptExtraction => "an attempt to get the system message",
            Self::TemplateToken => "special tokens of a chat template",
            Self::Homoglyphs => "words of look-alike letters",
        }
    }
}

/// A finding: byte offsets in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) mark: Mark,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// More exactly: the language of an order, the family of a template.
    pub(crate) detail: &'static str,
}

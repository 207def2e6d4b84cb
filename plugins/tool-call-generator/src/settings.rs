//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::plan::Case;

/// How many of ten or so examples are of each case.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Shares {
    /// One call.
    pub single: u32,
    /// Two calls at once.
    pub parallel: u32,
    /// A second call that uses the first result.
    pub multi_step: u32,
    /// No tool fits.
    pub none: u32,
    /// A required argument is missing.
    pub clarify: u32,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            single: 4,
            parallel: 2,
            multi_step: 2,
            none: 1,
            clarify: 1,
        }
    }
}

impl Shares {
    fn list(&self) -> [(&'static str, Case, u32); 5] {
        [
            ("single", Case::Single, self.single),
            ("parallel", Case::Parallel, self.parallel),
            ("multi_step", Case::MultiStep, self.multi_step),
            ("none", Case::None, self.none),
            ("clarify", Case::Clarify, self.clarify),
        ]
    }

    /// Every case as often as its share says.
    pub(crate) fn cases(&self) -> Vec<Case> {
        let each = self.list().into_iter();
        each.flat_map(|(_, case, share)| std::iter::repeat_n(case, share as usize))
            .collect()
    }
}

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How often each case comes.
    pub shares: Shares,
    /// How users write.
    pub tones: Vec<String>,
    /// What users want where no tool fits.
    pub other_requests: Vec<String>,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
    /// System message of each example; the seed's facts follow it.
    pub system: String,
    /// Whether the model is told once what is wrong with its answer.
    pub correct: bool,
}

const TONES: [&str; 5] = ["polite", "brief", "chatty", "hurried", "plain"];

const OTHERS: [&str; 10] = [
    "a joke about cats",
    "what the word breakfast means",
    "a name for a puppy",
    "to book a flight to the moon",
    "two tips for falling asleep",
    "to paint the fence of their house",
    "the plural of mouse",
    "a short thank-you note for a friend",
    "to repair the brakes of their bicycle",
    "what colour grass has",
];

const SYSTEM: &str = "You are a helpful assistant with tools. Call a tool when it helps. If something it needs is missing, ask for it; \
                      never invent values. If no tool fits, answer without one or say what you can not do.";

impl Default for Settings {
    fn default() -> Self {
        Self {
            shares: Shares::default(),
            tones: TONES.map(str::to_owned).to_vec(),
            other_requests: OTHERS.map(str::to_owned).to_vec(),
            temperature: 0.7,
            max_tokens: 200,
            system: SYSTEM.to_owned(),
            correct: true,
        }
    }
}

/// Most examples of one case in a block.
const MOST_SHARE: u32 = 1000;

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        if let Some((name, _, share)) = self
            .shares
            .list()
            .into_iter()
            .find(|(_, _, share)| *share > MOST_SHARE)
        {
            return Err(format!(
                "`shares.{name}` is {share}; it must lie between 0 and {MOST_SHARE}"
            ));
        }
        if self.shares.cases().is_empty() {
            return Err("all `shares` are 0; at least one case must have a share".to_owned());
        }
        if !(0.0..=2.0).contains(&self.temperature) {
            return Err(format!(
                "`temperature` is {}; it must lie between 0 and 2",
                self.temperature
            ));
        }
        if self.max_tokens == 0 {
            return Err("`max_tokens` is 0; it must be at least 1".to_owned());
        }
        for (name, list) in [
            ("tones", &self.tones),
            ("other_requests", &self.other_requests),
        ] {
            if list.is_empty() || list.iter().any(|item| item.trim().is_empty()) {
                return Err(format!(
                    "`{name}` must hold at least one text, and none of them empty"
                ));
            }
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let share = |description: &str, default: u32| json!({"description": description, "type": "integer", "minimum": 0, "maximum": MOST_SHARE, "default": default});
    let texts = |description: &str, default: &[String]| json!({"description": description, "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "default": default});
    let shares = &defaults.shares;
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are records such as {\"tools\": [OpenAI tool definitions], \"domain\": \"…\", \"facts\": \"…\", \"links\": [{\"from\", \"to\", \"argument\"}]}; all but tools may be left out.",
        "properties": {
            "shares": {
                "description": "How often each case comes, in relation to the others. 0 leaves a case out.",
                "type": "object", "additionalProperties": false,
                "properties": {
                    "single": share("One call.", shares.single),
                    "parallel": share("Two calls in one message.", shares.parallel),
                    "multi_step": share("A second call that uses what the first returned.", shares.multi_step),
                    "none": share("No tool fits.", shares.none),
                    "clarify": share("A required argument is missing, the assistant asks for it.", shares.clarify)
                },
                "default": {"single": shares.single, "parallel": shares.parallel, "multi_step": shares.multi_step, "none": shares.none, "clarify": shares.clarify}
            },
            "tones": texts("How users write. Gone through evenly.", &defaults.tones),
            "other_requests": texts("What users want in the case none: things no tool of the seeds does.", &defaults.other_requests),
            "temperature": {"description": "Sampling temperature; lower is more alike.", "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature},
            "max_tokens": {"description": "Most tokens of one reply.", "type": "integer", "minimum": 1, "default": defaults.max_tokens},
            "system": {"description": "System message of each example; the seed's facts follow it. Empty: none.", "type": "string", "default": defaults.system},
            "correct": {"description": "Tell the model once what is wrong with its answer before giving up.", "type": "boolean", "default": defaults.correct}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Settings, schema};

    #[test]
    fn the_schema_states_the_defaults() {
        tunesmith_plugin_sdk::testing::states_defaults::<Settings>(&schema());
    }
}

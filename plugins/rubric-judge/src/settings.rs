//! The settings, their defaults and their schema.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::rubric::{self, Dimension, HIGHEST, LOWEST, Shot, default_rubric, default_shots};

const MOST_SAMPLES: u32 = 9;
const MOST_CHARS: usize = 400_000;
const FEWEST_CHARS: usize = 200;

/// What is judged of a preference pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pairs {
    /// Both endings side by side.
    Compare,
    /// The chosen ending alone, as if it were a chat.
    Chosen,
}

/// What becomes of an example without a usable verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnFailure {
    /// The judge gives up on it, which excludes it with the reason.
    GiveUp,
    /// It gets 0 and the mark `unjudged`.
    Unscored,
}

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What is looked at.
    pub rubric: Vec<Dimension>,
    /// What the judge is told besides the rubric.
    pub instructions: String,
    /// Scores below it are marked `low-<dimension>`.
    pub threshold: f64,
    /// One request per dimension instead of one for all.
    pub per_dimension: bool,
    /// How many opinions are asked; the median counts.
    pub samples: u32,
    /// What is judged of a preference pair.
    pub pairs: Pairs,
    /// Whether a pair is judged in both orders.
    pub swap: bool,
    /// Verdicts that show the model what is expected.
    pub few_shot: Vec<Shot>,
    /// The metadata that holds a right answer; empty for none.
    pub reference: String,
    /// Most characters of an example that the judge is shown.
    pub max_chars: usize,
    /// What becomes of an example without a usable verdict.
    pub on_failure: OnFailure,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one verdict.
    pub max_tokens: u32,
}

const INSTRUCTIONS: &str = "You grade answers of an AI assistant, strictly and fairly. A long answer is not a better answer, \
                            and a friendly tone does not make a wrong answer right.";

impl Default for Settings {
    fn default() -> Self {
        Self {
            rubric: default_rubric(),
            instructions: INSTRUCTIONS.to_owned(),
            threshold: 3.0,
            per_dimension: false,
            samples: 1,
            pairs: Pairs::Compare,
            swap: true,
            few_shot: default_shots(),
            reference: String::new(),
            max_chars: 6000,
            on_failure: OnFailure::GiveUp,
            temperature: 0.0,
            max_tokens: 400,
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        rubric::check(&self.rubric)?;
        let within = |name: &str, value: f64, low: f64, high: f64| {
            if (low..=high).contains(&value) {
                return Ok(());
            }
            Err(format!(
                "`{name}` is {value}; it must lie between {low} and {high}"
            ))
        };
        within(
            "threshold",
            self.threshold,
            f64::from(LOWEST),
            f64::from(HIGHEST),
        )?;
        within(
            "samples",
            f64::from(self.samples),
            1.0,
            f64::from(MOST_SAMPLES),
        )?;
        within("temperature", self.temperature, 0.0, 2.0)?;
        within(
            "max_chars",
            self.max_chars as f64,
            FEWEST_CHARS as f64,
            MOST_CHARS as f64,
        )?;
        if self.max_tokens == 0 {
            return Err(
                "`max_tokens` is 0, so the model could not answer; 100 for each dimension is usual"
                    .to_owned(),
            );
        }
        if self.samples > 1 && self.temperature == 0.0 {
            return Err(format!(
                "`samples` is {} and `temperature` is 0, so all opinions would be the same; 0.5 to 1 makes them differ",
                self.samples
            ));
        }
        self.check_shots()
    }

    fn check_shots(&self) -> Result<(), String> {
        for (at, shot) in self.few_shot.iter().enumerate() {
            let number = at + 1;
            if shot.user.trim().is_empty() || shot.assistant.trim().is_empty() {
                return Err(format!(
                    "`few_shot` {number} needs `user` and `assistant`, none of them empty"
                ));
            }
            for (name, verdict) in &shot.verdict {
                if !(LOWEST..=HIGHEST).contains(&verdict.score) || verdict.reason.trim().is_empty()
                {
                    return Err(format!(
                        "`few_shot` {number} gives `{name}` {} with the reason “{}”; it needs 1 to 5 and a reason",
                        verdict.score, verdict.reason
                    ));
                }
            }
            // Why: the default shots do not fit a rubric of one's own; they are then simply not shown.
            let missing = self
                .rubric
                .iter()
                .find(|it| !shot.verdict.contains_key(&it.name));
            if let Some(missing) = missing
                && self.few_shot != default_shots()
            {
                return Err(format!(
                    "`few_shot` {number} says nothing about `{}` of the rubric",
                    missing.name
                ));
            }
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let text = json!({"type": "string", "minLength": 1});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "rubric": {
                "description": "What the judge looks at: dimensions with a name (lower case words joined by `-`), the question the judge asks itself, a weight (1 unless said otherwise) and what the levels 1 to 5 mean (five texts, or none for general ones).",
                "type": "array", "minItems": 1, "maxItems": 12,
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                        "name": {"type": "string", "minLength": 1, "maxLength": 40},
                        "question": text,
                        "weight": {"type": "number", "exclusiveMinimum": 0, "maximum": 1000, "default": 1},
                        "levels": {"type": "array", "items": text, "maxItems": 5, "default": []}
                    },
                    "required": ["name", "question"]
                },
                "default": defaults.rubric
            },
            "instructions": {
                "description": "What the judge is told besides the rubric, such as what the assistant is for. How to answer is said by the plugin.",
                "type": "string", "default": defaults.instructions
            },
            "threshold": {
                "description": "A dimension whose score lies below it is marked `low-<dimension>`.",
                "type": "number", "minimum": LOWEST, "maximum": HIGHEST, "default": defaults.threshold
            },
            "per_dimension": {
                "description": "One request for each dimension instead of one for all: dearer, but scores do not rub off on each other, and small models cope better.",
                "type": "boolean", "default": defaults.per_dimension
            },
            "samples": {
                "description": "How many opinions are asked of each request; the median counts. More than one needs a temperature above 0.",
                "type": "integer", "minimum": 1, "maximum": MOST_SAMPLES, "default": defaults.samples
            },
            "pairs": {
                "description": "What is judged of a preference pair: `compare` shows both endings, `chosen` judges the chosen one alone.",
                "type": "string", "enum": ["compare", "chosen"], "default": defaults.pairs
            },
            "swap": {
                "description": "Whether a pair is compared in both orders. Without it the order is fixed by the pair's text, half of them each way.",
                "type": "boolean", "default": defaults.swap
            },
            "few_shot": {
                "description": "Answers with their verdicts that show the model what is expected, for chats. The default ones are shown with the default dimensions only.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                        "user": text, "assistant": text,
                        "verdict": {
                            "type": "object",
                            "additionalProperties": {
                                "type": "object",
                                "additionalProperties": false,
                                "properties": {"reason": text, "score": {"type": "integer", "minimum": LOWEST, "maximum": HIGHEST}},
                                "required": ["reason", "score"]
                            }
                        }
                    },
                    "required": ["user", "assistant", "verdict"]
                },
                "default": defaults.few_shot
            },
            "reference": {
                "description": "Name of the metadata that holds a right answer, which the judge is then shown. Empty for none.",
                "type": "string", "default": defaults.reference
            },
            "max_chars": {
                "description": "Most characters of an example that the judge is shown. Longer texts are cut in their middle, and the judge is told so.",
                "type": "integer", "minimum": FEWEST_CHARS, "maximum": MOST_CHARS, "default": defaults.max_chars
            },
            "on_failure": {
                "description": "What becomes of an example without a usable verdict: `give-up` excludes it with the reason, `unscored` gives it 0 and the mark `unjudged`.",
                "type": "string", "enum": ["give-up", "unscored"], "default": defaults.on_failure
            },
            "temperature": {
                "description": "Sampling temperature. 0 gives the most alike verdicts.",
                "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature
            },
            "max_tokens": {
                "description": "Most tokens of one verdict; about 100 for each dimension asked together.",
                "type": "integer", "minimum": 1, "default": defaults.max_tokens
            }
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

//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

const MOST_LABELS: usize = 100;
const MOST_CORRECTIONS: u32 = 3;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The labels.
    pub labels: Vec<Label>,
    /// What the texts come from.
    pub domain: String,
    /// Kinds of text; this and the following lists take turns.
    pub text_kinds: Vec<String>,
    /// How texts are written.
    pub styles: Vec<String>,
    /// How long texts are, in words for the model.
    pub lengths: Vec<String>,
    /// Which languages.
    pub languages: Vec<String>,
    /// Share of tasks that ask for a text which looks like another label, 0 to 1.
    pub hard_share: f64,
    /// Texts may contain the name of their label.
    pub allow_label_name: bool,
    /// Fewest characters of a text.
    pub min_chars: usize,
    /// Most characters of a text.
    pub max_chars: usize,
    /// System message; `{labels}` is filled in.
    pub system: String,
    /// How often a bad reply is asked for again.
    pub corrections: u32,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
    /// What the model is shown.
    pub few_shot: Vec<Shot>,
}

/// One label.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// What the assistant answers, exactly.
    pub name: String,
    /// What belongs to it.
    pub description: String,
    /// How much of the data, against the shares of the others.
    #[serde(default = "one")]
    pub share: f64,
    /// Labels it is taken for; all others where empty.
    #[serde(default)]
    pub confused_with: Vec<String>,
}

fn one() -> f64 {
    1.0
}

/// One text as the model should write it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// What the text is, as the model is told.
    pub brief: String,
    /// The text.
    pub text: String,
}

const LABELS: [(&str, &str, &[&str]); 5] = [
    (
        "billing",
        "questions and complaints about prices, invoices and payments",
        &["returns"],
    ),
    (
        "delivery",
        "a parcel is late, lost, damaged or at the wrong address",
        &["returns", "praise"],
    ),
    (
        "returns",
        "something should be sent back or swapped",
        &["technical", "delivery"],
    ),
    (
        "technical",
        "a product does not work or is hard to use",
        &["returns"],
    ),
    (
        "praise",
        "thanks and satisfaction, nothing is asked for",
        &["technical", "delivery"],
    ),
];

const SHOTS: [(&str, &str); 2] = [
    (
        "From: messages of citizens to a town hall\nKind: email\nIt is about: a street light, a road or a pavement is broken\nStyle: polite\nLength: two or three sentences\nLanguage: English",
        "Good morning. The lamp in front of Mill Lane 12 has been dark since Monday, and the corner is dangerous for children at night. Could you please send someone to repair it?",
    ),
    (
        "From: messages of citizens to a town hall\nKind: chat message\nIt is about: noise from neighbours, bars or building sites\nStyle: annoyed\nLength: one sentence\nLanguage: English",
        "They have been drilling next door since six in the morning, and I can't stand it any longer!",
    ),
];

impl Default for Settings {
    fn default() -> Self {
        let owned =
            |items: &[&str]| -> Vec<String> { items.iter().map(|&item| item.to_owned()).collect() };
        Self {
            labels: LABELS
                .map(|(name, description, confused)| Label { name: name.to_owned(), description: description.to_owned(), share: 1.0, confused_with: owned(confused) })
                .to_vec(),
            domain: "messages of customers to an online shop".to_owned(),
            text_kinds: owned(&["email", "chat message", "contact form", "review"]),
            styles: owned(&["plain", "annoyed", "polite", "brief, with a typing error", "chatty"]),
            lengths: owned(&["one sentence", "two or three sentences", "a short paragraph"]),
            languages: owned(&["English"]),
            hard_share: 0.25,
            allow_label_name: false,
            min_chars: 15,
            max_chars: 1200,
            system: "Classify the text. Answer with exactly one of these labels and nothing else.\n\n{labels}".to_owned(),
            corrections: 1,
            temperature: 0.9,
            max_tokens: 160,
            few_shot: SHOTS.map(|(brief, text)| Shot { brief: brief.to_owned(), text: text.to_owned() }).to_vec(),
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.check_labels()?;
        for (name, list) in [
            ("text_kinds", &self.text_kinds),
            ("styles", &self.styles),
            ("lengths", &self.lengths),
            ("languages", &self.languages),
        ] {
            if list.is_empty() || list.iter().any(|item| item.trim().is_empty()) {
                return Err(format!(
                    "`{name}` must hold at least one text, and none of them empty"
                ));
            }
        }
        if self.domain.trim().is_empty() {
            return Err("`domain` is empty; say where the texts come from, such as `messages to a town hall`".into());
        }
        if !(0.0..=1.0).contains(&self.hard_share) {
            return Err(format!(
                "`hard_share` is {}; it must lie between 0 and 1",
                self.hard_share
            ));
        }
        if self.min_chars > self.max_chars {
            return Err(format!(
                "`min_chars` is {}, above `max_chars`, which is {}",
                self.min_chars, self.max_chars
            ));
        }
        if !self.system.contains("{labels}") {
            return Err("`system` does not say where {labels} goes; without them the task can not be solved".into());
        }
        if self.corrections > MOST_CORRECTIONS {
            return Err(format!(
                "`corrections` is {}; it must lie between 0 and {MOST_CORRECTIONS}",
                self.corrections
            ));
        }
        if !(0.0..=2.0).contains(&self.temperature) {
            return Err(format!(
                "`temperature` is {}; it must lie between 0 and 2",
                self.temperature
            ));
        }
        if self.max_tokens == 0 {
            return Err(
                "`max_tokens` is 0, so the model could not answer; 100 to 300 is usual".into(),
            );
        }
        Ok(())
    }

    fn check_labels(&self) -> Result<(), String> {
        if !(2..=MOST_LABELS).contains(&self.labels.len()) {
            return Err(format!(
                "`labels` holds {}; it must hold 2 to {MOST_LABELS}",
                self.labels.len()
            ));
        }
        let known = |name: &str| self.labels.iter().filter(|it| it.name == name).count();
        for label in &self.labels {
            let name = &label.name;
            if name.trim().is_empty() || name.trim() != name || name.contains('\n') {
                return Err(format!(
                    "`labels` holds the name `{}`; a name is one line without spaces around it",
                    name.escape_debug()
                ));
            }
            if known(name) > 1 {
                return Err(format!("`labels` holds `{name}` twice"));
            }
            if label.description.trim().is_empty() {
                return Err(format!(
                    "the label `{name}` has no description, so the model would not know what to write"
                ));
            }
            if !(label.share > 0.0 && label.share.is_finite()) {
                return Err(format!(
                    "the share of `{name}` is {}; it must be above 0",
                    label.share
                ));
            }
            if let Some(other) = label
                .confused_with
                .iter()
                .find(|it| known(it) == 0 || *it == name)
            {
                return Err(format!(
                    "`{name}` is said to be confused with `{other}`, which is no other label"
                ));
            }
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let texts = |description: &str, default: &[String]| json!({"description": description, "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "default": default});
    let count = |description: &str, default: usize| json!({"description": description, "type": "integer", "minimum": 0, "default": default});
    let text = json!({"type": "string", "minLength": 1});
    let labels: Vec<Value> = defaults.labels.iter().map(|it| {
        json!({"name": it.name, "description": it.description, "share": it.share, "confused_with": it.confused_with})
    }).collect();
    let shots: Vec<Value> = defaults
        .few_shot
        .iter()
        .map(|it| json!({"brief": it.brief, "text": it.text}))
        .collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds may be left out; {\"topic\": \"…\"} in a seed says what its texts mention.",
        "properties": {
            "labels": {
                "description": "The labels. `share` is weighed against the others (1 where left out); `confused_with` names the labels it is easily taken for (all others where left out).",
                "type": "array", "minItems": 2, "maxItems": MOST_LABELS,
                "items": {
                    "type": "object", "additionalProperties": false,
                    "properties": {
                        "name": text, "description": text,
                        "share": {"type": "number", "exclusiveMinimum": 0},
                        "confused_with": {"type": "array", "items": text}
                    },
                    "required": ["name", "description"]
                },
                "default": labels
            },
            "domain": {"description": "What the texts come from.", "type": "string", "minLength": 1, "default": defaults.domain},
            "text_kinds": texts("Kinds of text. This and the following lists take turns.", &defaults.text_kinds),
            "styles": texts("How texts are written.", &defaults.styles),
            "lengths": texts("How long texts are, as the model is told.", &defaults.lengths),
            "languages": texts("Which languages texts are written in.", &defaults.languages),
            "hard_share": {
                "description": "Share of tasks that ask for a text which looks like another label at first.",
                "type": "number", "minimum": 0, "maximum": 1, "default": defaults.hard_share
            },
            "allow_label_name": {"description": "Texts may contain the name of their label.", "type": "boolean", "default": false},
            "min_chars": count("Fewest characters of a text.", defaults.min_chars),
            "max_chars": count("Most characters of a text.", defaults.max_chars),
            "system": {"description": "System message of each example. {labels} stands for the list of labels.", "type": "string", "default": defaults.system},
            "corrections": {
                "description": "How often a bad reply is asked for again, told what is wrong.",
                "type": "integer", "minimum": 0, "maximum": MOST_CORRECTIONS, "default": defaults.corrections
            },
            "temperature": {"description": "Sampling temperature; lower is more alike.", "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature},
            "max_tokens": {"description": "Most tokens of one reply.", "type": "integer", "minimum": 1, "default": defaults.max_tokens},
            "few_shot": {
                "description": "Texts that show the model what to write; better of another domain, as texts like them are refused.",
                "type": "array",
                "items": {"type": "object", "additionalProperties": false, "properties": {"brief": text, "text": text}, "required": ["brief", "text"]},
                "default": shots
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

//! The settings, their defaults and their schema.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::operation::{ALL, Operation};

/// Each round may take eight requests with corrections, and the host allows 64 rounds for a task.
const MOST_ROUNDS: u32 = 4;
const MOST_CORRECTIONS: u32 = 3;

/// What becomes of an evolution that is eliminated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnFailure {
    /// The next round goes on from what was there before.
    Previous,
    /// The task ends.
    GiveUp,
}

/// What is checked of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// That it is there.
    #[default]
    Any,
    /// That it is JSON.
    Json,
    /// That its lines have as many commas.
    Csv,
}

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Ways to evolve, gone through evenly.
    pub operations: Vec<Operation>,
    /// How often an instruction evolves.
    pub rounds: u32,
    /// Whether the model is asked if an evolution says the same as before.
    pub ask_equality: bool,
    /// What becomes of an evolution that is eliminated.
    pub on_failure: OnFailure,
    /// How often an unusable reply is sent back.
    pub corrections: u32,
    /// Fewest new words of an evolution, stop words aside.
    pub min_new_words: usize,
    /// Most words an evolution adds.
    pub most_added_words: usize,
    /// Shorter answers that apologise are eliminated.
    pub apology_words: usize,
    /// Forms of data for `complicate-input`.
    pub input_forms: Vec<InputForm>,
    /// The system message of the example; empty for the seed's own.
    pub system: String,
    /// What the model is told when it answers.
    pub answer_instructions: String,
    /// Evolutions that show the model what to write.
    pub few_shot: Vec<Shot>,
    /// Longer seeds are given up.
    pub max_chars: usize,
    /// Sampling temperature of evolutions.
    pub temperature: f64,
    /// Sampling temperature of answers.
    pub answer_temperature: f64,
    /// Most tokens of an evolution.
    pub max_tokens: u32,
    /// Most tokens of an answer.
    pub answer_max_tokens: u32,
}

/// A form of data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputForm {
    /// What the model is told.
    pub ask: String,
    /// What is checked.
    #[serde(default)]
    pub shape: Shape,
}

/// An evolution that shows the model what to write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// It is shown with this operation only.
    pub operation: Operation,
    /// Before.
    pub instruction: String,
    /// After.
    pub evolved: String,
    /// The data after, for `complicate-input`.
    #[serde(default)]
    pub input: String,
}

const INPUT_FORMS: [(&str, Shape); 5] = [
    ("a JSON list of two to four objects", Shape::Json),
    (
        "a small table with commas, a header and two to four rows",
        Shape::Csv,
    ),
    ("an e-mail of three sentences", Shape::Any),
    ("three to five lines of a log", Shape::Any),
    ("a short piece of code", Shape::Any),
];

const SHOTS: [(Operation, &str, &str, &str); 6] = [
    (
        Operation::AddConstraints,
        "Suggest a breakfast.",
        "Suggest a breakfast that needs no stove, costs less than two euros and can be eaten on a train.",
        "",
    ),
    (
        Operation::Deepen,
        "What is inflation?",
        "What is inflation, why do some prices rise faster than others, and whom does that hurt most?",
        "",
    ),
    (
        Operation::Concretise,
        "How do I stay fit?",
        "How can an office worker of fifty with a weak knee stay fit with twenty minutes a day?",
        "",
    ),
    (
        Operation::MoreReasoning,
        "How long do 120 km take at 60 km per hour?",
        "A van drives 120 km at 60 km per hour, rests for half an hour and drives back at 80 km per hour. It leaves at 9:15; when is it back?",
        "",
    ),
    (
        Operation::ComplicateInput,
        "Find the most expensive thing.",
        "Find the most expensive thing in this list and say what all things cost together.",
        "thing,price\nlamp,49\nchair,120\nrug,85",
    ),
    (
        Operation::Breadth,
        "Write a poem about the sea.",
        "Write a short song that lighthouse keepers could sing while they polish the lens.",
        "",
    ),
];

impl Default for Settings {
    fn default() -> Self {
        let form = |(ask, shape): (&str, Shape)| InputForm {
            ask: ask.to_owned(),
            shape,
        };
        let shot = |(operation, instruction, evolved, input): (Operation, &str, &str, &str)| Shot {
            operation,
            instruction: instruction.to_owned(),
            evolved: evolved.to_owned(),
            input: input.to_owned(),
        };
        Self {
            operations: ALL.to_vec(),
            rounds: 2,
            ask_equality: true,
            on_failure: OnFailure::Previous,
            corrections: 1,
            min_new_words: 2,
            most_added_words: 60,
            apology_words: 80,
            input_forms: INPUT_FORMS.map(form).to_vec(),
            system: String::new(),
            answer_instructions: "Answer correctly and completely, without more words than needed."
                .to_owned(),
            few_shot: SHOTS.map(shot).to_vec(),
            max_chars: 8000,
            temperature: 0.8,
            answer_temperature: 0.4,
            max_tokens: 300,
            answer_max_tokens: 600,
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.operations.is_empty() {
            let names = ALL.map(Operation::name).join(", ");
            return Err(format!("`operations` is empty; there are {names}"));
        }
        if !(1..=MOST_ROUNDS).contains(&self.rounds) {
            return Err(format!(
                "`rounds` is {}; it must lie between 1 and {MOST_ROUNDS}",
                self.rounds
            ));
        }
        if self.corrections > MOST_CORRECTIONS {
            return Err(format!(
                "`corrections` is {}; at most {MOST_CORRECTIONS} are possible",
                self.corrections
            ));
        }
        for (name, value) in [
            ("temperature", self.temperature),
            ("answer_temperature", self.answer_temperature),
        ] {
            if !(0.0..=2.0).contains(&value) {
                return Err(format!("`{name}` is {value}; it must lie between 0 and 2"));
            }
        }
        for (name, value) in [
            ("max_tokens", self.max_tokens),
            ("answer_max_tokens", self.answer_max_tokens),
        ] {
            if value == 0 {
                return Err(format!(
                    "`{name}` is 0, so the model could not write; 200 to 800 is usual"
                ));
            }
        }
        if self.max_chars == 0 {
            return Err("`max_chars` is 0, so every seed would be given up".to_owned());
        }
        let is_blank = |it: &InputForm| it.ask.trim().is_empty();
        if self.input_forms.is_empty() || self.input_forms.iter().any(is_blank) {
            return Err(
                "`input_forms` must hold at least one entry, and no `ask` may be empty".to_owned(),
            );
        }
        let blank = self.few_shot.iter().position(|it| {
            it.instruction.trim().is_empty()
                || it.evolved.trim().is_empty()
                || (it.operation == Operation::ComplicateInput && it.input.trim().is_empty())
        });
        match blank {
            Some(at) => Err(format!(
                "`few_shot` {} leaves `instruction`, `evolved` or (with complicate-input) `input` empty",
                at + 1
            )),
            None => Ok(()),
        }
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let text = json!({"type": "string", "minLength": 1});
    let names = ALL.map(Operation::name);
    let operation = json!({"type": "string", "enum": names});
    let count = |description: &str, least: u32, default: usize| {
        json!({
            "description": description, "type": "integer", "minimum": least, "default": default
        })
    };
    let up_to = |description: &str, least: u32, most: u32, default: u32| {
        json!({
            "description": description, "type": "integer", "minimum": least, "maximum": most, "default": default
        })
    };
    let heat = |description: &str, default: f64| {
        json!({
            "description": description, "type": "number", "minimum": 0, "maximum": 2, "default": default
        })
    };
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are records such as {\"instruction\": \"…\", \"input\": \"…\"}, input may be left out; or chats {\"messages\": […]}, of which the first user message evolves.",
        "properties": {
            "operations": {
                "description": "Ways to evolve. The first round takes them evenly by the task's index, each later round the next one in this list.",
                "type": "array", "minItems": 1, "items": operation, "default": defaults.operations
            },
            "rounds": up_to("How often an instruction evolves. A round is one request, and one more with `ask_equality`.", 1, MOST_ROUNDS, defaults.rounds),
            "ask_equality": {
                "description": "Whether the model is asked if an evolution says the same as before; then it is eliminated.",
                "type": "boolean", "default": defaults.ask_equality
            },
            "on_failure": {
                "description": "What becomes of an eliminated evolution: `previous` goes on from what was there before, `give-up` ends the task. A task without any evolution is always given up.",
                "type": "string", "enum": ["previous", "give-up"], "default": defaults.on_failure
            },
            "corrections": up_to("How often an unusable evolution or answer is sent back with what is wrong.", 0, MOST_CORRECTIONS, defaults.corrections),
            "min_new_words": count("Fewest new words of an evolution, stop words aside; with fewer it is near-identical.", 0, defaults.min_new_words),
            "most_added_words": count("Most words by which an evolution is longer than before.", 1, defaults.most_added_words),
            "apology_words": count("Answers of fewer words that apologise are eliminated; 0 looks for none.", 0, defaults.apology_words),
            "input_forms": {
                "description": "Forms of data for complicate-input, gone through evenly: what the model is told, and what is checked (any, json, csv).",
                "type": "array", "minItems": 1,
                "items": {
                    "type": "object", "additionalProperties": false,
                    "properties": {"ask": text, "shape": {"type": "string", "enum": ["any", "json", "csv"], "default": "any"}},
                    "required": ["ask"]
                },
                "default": defaults.input_forms
            },
            "system": {
                "description": "System message of each example. Where it is empty, the seed's own stays, if there is one.",
                "type": "string", "default": defaults.system
            },
            "answer_instructions": {
                "description": "What the model is told when it answers, besides the system message; the example does not have it.",
                "type": "string", "default": defaults.answer_instructions
            },
            "few_shot": {
                "description": "Evolutions that show the model what to write, each with its own operation only. What copies them is sent back.",
                "type": "array",
                "items": {
                    "type": "object", "additionalProperties": false,
                    "properties": {"operation": operation, "instruction": text, "evolved": text, "input": {"type": "string", "default": ""}},
                    "required": ["operation", "instruction", "evolved"]
                },
                "default": defaults.few_shot
            },
            "max_chars": count("Seeds with more characters, instruction and input together, are given up.", 1, defaults.max_chars),
            "temperature": heat("Sampling temperature of evolutions.", defaults.temperature),
            "answer_temperature": heat("Sampling temperature of answers.", defaults.answer_temperature),
            "max_tokens": count("Most tokens of an evolution.", 1, defaults.max_tokens as usize),
            "answer_max_tokens": count("Most tokens of an answer.", 1, defaults.answer_max_tokens as usize)
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

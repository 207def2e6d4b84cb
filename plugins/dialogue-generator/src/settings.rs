//! The settings, their defaults and their schema.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Most turns: each is asked for in two requests, perhaps two more for retries, and the host allows 64 rounds for a task.
const MOST_TURNS: u32 = 12;
const MOST_RETRIES: u32 = 1;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Before so many turns the user can not end the dialogue.
    pub min_turns: u32,
    /// Most turns a dialogue is planned for.
    pub max_turns: u32,
    /// What users want, unless the seed says so.
    pub goals: Vec<String>,
    /// How users are.
    pub characters: Vec<String>,
    /// How long they bear with unhelpful answers.
    pub patience: Vec<Patience>,
    /// The system message of the example, with {scenario} and {facts}; the assistant gets it too.
    pub system: String,
    /// What the assistant is told besides, which the example does not have.
    pub assistant_instructions: String,
    /// First messages that show the simulated user how to write.
    pub few_shot: Vec<Shot>,
    /// Whether the user's last words stay, and are answered.
    pub keep_farewell: bool,
    /// Whether a dialogue that breaks after `min_turns` ends with its last good turn.
    pub salvage: bool,
    /// How often an unusable message is sent back.
    pub retries: u32,
    /// Most words of a message.
    pub max_words: usize,
    /// As like an earlier message as this is a repetition.
    pub repeats: f64,
    /// Sampling temperature of the user.
    pub user_temperature: f64,
    /// Sampling temperature of the assistant.
    pub assistant_temperature: f64,
    /// Most tokens of one message.
    pub max_tokens: u32,
}

/// A degree of patience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patience {
    /// For the metadata.
    pub name: String,
    /// What the simulated user is told.
    pub meaning: String,
}

/// A first message that shows the simulated user how to write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// The scenario.
    pub scenario: String,
    /// What the user wants.
    pub goal: String,
    /// How the user is.
    pub character: String,
    /// A degree's name.
    pub patience: String,
    /// What the user writes first.
    pub message: String,
}

const GOALS: [&str; 6] = [
    "get a clear answer to one question about the situation",
    "find out which of two possibilities is better for you",
    "have something explained again in simpler words",
    "find out what to do first and what after that",
    "have a mistake or a misunderstanding put right",
    "make sure that nothing important is forgotten",
];

const CHARACTERS: [&str; 10] = [
    "polite and thorough",
    "in a hurry, writes short sentences",
    "worried, needs to be calmed",
    "chatty, tells small things from daily life",
    "sceptical, asks for reasons",
    "shy, does not say everything at first",
    "new to this, does not know the right words",
    "an expert who wants details",
    "annoyed, but fair",
    "cheerful and a little absent-minded",
];

const PATIENCE: [(&str, &str); 3] = [
    ("patient", "you ask again kindly until all is clear"),
    (
        "normal",
        "you ask again once or twice if an answer does not help",
    ),
    ("impatient", "you stop as soon as an answer does not help"),
];

const SYSTEM: &str = "You are the assistant in this situation: {scenario}\n{facts}";

const ASSISTANT: &str = "Answer in one to three sentences. Ask back if something you need is missing. Say so if you do not know something.";

const SHOTS: [[&str; 5]; 2] = [
    [
        "A reader writes to the help desk of a town library.",
        "find out how to keep a book longer than four weeks",
        "polite and thorough",
        "normal",
        "Hello, I borrowed a thick novel three weeks ago and I am only half through. Is there anything I can do before it is due?",
    ],
    [
        "A tenant writes to the caretaker of a house.",
        "have the heating repaired before the weekend",
        "in a hurry, writes short sentences",
        "impatient",
        "Heating is cold again. Third floor. Who comes, and when?",
    ],
];

impl Default for Settings {
    fn default() -> Self {
        let patience = |(name, meaning): (&str, &str)| Patience {
            name: name.to_owned(),
            meaning: meaning.to_owned(),
        };
        let shot = |texts: [&str; 5]| {
            let [scenario, goal, character, patience, message] = texts.map(str::to_owned);
            Shot {
                scenario,
                goal,
                character,
                patience,
                message,
            }
        };
        Self {
            min_turns: 2,
            max_turns: 4,
            goals: GOALS.map(str::to_owned).to_vec(),
            characters: CHARACTERS.map(str::to_owned).to_vec(),
            patience: PATIENCE.map(patience).to_vec(),
            system: SYSTEM.to_owned(),
            assistant_instructions: ASSISTANT.to_owned(),
            few_shot: SHOTS.map(shot).to_vec(),
            keep_farewell: false,
            salvage: true,
            retries: 1,
            max_words: 150,
            repeats: 0.7,
            user_temperature: 0.8,
            assistant_temperature: 0.5,
            max_tokens: 200,
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        let (least, most) = (self.min_turns, self.max_turns);
        if least == 0 || least > most || most > MOST_TURNS {
            return Err(format!(
                "`min_turns` is {least} and `max_turns` is {most}; 1 to {MOST_TURNS} are possible, the least not above the most"
            ));
        }
        for (name, value) in [
            ("user_temperature", self.user_temperature),
            ("assistant_temperature", self.assistant_temperature),
        ] {
            if !(0.0..=2.0).contains(&value) {
                return Err(format!("`{name}` is {value}; it must lie between 0 and 2"));
            }
        }
        if !(0.0 < self.repeats && self.repeats <= 1.0) {
            return Err(format!(
                "`repeats` is {}; it must be above 0 and at most 1",
                self.repeats
            ));
        }
        if self.max_tokens == 0 || self.max_words == 0 {
            return Err(format!(
                "`max_tokens` is {} and `max_words` is {}; with 0 nobody could say anything",
                self.max_tokens, self.max_words
            ));
        }
        if self.retries > MOST_RETRIES {
            return Err(format!(
                "`retries` is {}; it must be 0 or {MOST_RETRIES}",
                self.retries
            ));
        }
        let patience = self.patience.iter().flat_map(|it| [&it.name, &it.meaning]);
        for (name, list) in [
            ("goals", self.goals.iter().collect::<Vec<_>>()),
            ("characters", self.characters.iter().collect()),
            ("patience", patience.collect()),
        ] {
            if list.is_empty() || list.iter().any(|it| it.trim().is_empty()) {
                return Err(format!(
                    "`{name}` must hold at least one entry, and no text in it may be empty"
                ));
            }
        }
        if !self.system.contains("{scenario}") {
            return Err(
                "`system` does not say where {scenario} goes; {facts} may be left out".to_owned(),
            );
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let text = json!({"type": "string", "minLength": 1});
    let list = |description: &str, items: Value, least: u32, default: Value| {
        json!({
            "description": description, "type": "array", "minItems": least, "items": items, "default": default
        })
    };
    let record = |members: &[&str]| {
        let properties: serde_json::Map<String, Value> = members
            .iter()
            .map(|it| ((*it).to_owned(), text.clone()))
            .collect();
        json!({
            "type": "object", "additionalProperties": false, "properties": properties, "required": members
        })
    };
    let heat = |description: &str, default: f64| {
        json!({
            "description": description, "type": "number", "minimum": 0, "maximum": 2, "default": default
        })
    };
    let count = |description: &str, least: u32, most: Option<u32>, default: usize| {
        let mut count = json!({
            "description": description, "type": "integer", "minimum": least, "default": default
        });
        if let Some(most) = most {
            count["maximum"] = most.into();
        }
        count
    };
    let yes_or_no = |description: &str, default: bool| json!({"description": description, "type": "boolean", "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are records such as {\"scenario\": \"…\", \"facts\": \"…\", \"goals\": [\"…\"]}; facts may be a list of sentences, facts and goals may be left out.",
        "properties": {
            "min_turns": count("Before so many turns the user can not end the dialogue. A turn is a message of the user and its answer.", 1, Some(MOST_TURNS), defaults.min_turns as usize),
            "max_turns": count("Most turns. Each dialogue is planned for a number from `min_turns` to this, all equally often. A turn is two requests.", 1, Some(MOST_TURNS), defaults.max_turns as usize),
            "goals": list("What users want. A seed's own `goals` come instead.", text.clone(), 1, json!(defaults.goals)),
            "characters": list("How users are. All lists are gone through evenly.", text.clone(), 1, json!(defaults.characters)),
            "patience": list("How long users bear with unhelpful answers: a name for the metadata and what the simulated user is told.", record(&["name", "meaning"]), 1, json!(defaults.patience)),
            "system": {
                "description": "System message of each example, which the assistant gets too. {scenario} and {facts} stand for what the seed says.",
                "type": "string", "default": defaults.system
            },
            "assistant_instructions": {
                "description": "What the assistant is told besides; the example does not have it.",
                "type": "string", "default": defaults.assistant_instructions
            },
            "few_shot": list("First messages that show the simulated user how to write. What copies them is sent back.", record(&["scenario", "goal", "character", "patience", "message"]), 0, json!(defaults.few_shot)),
            "keep_farewell": yes_or_no("Whether the words with which the user ends the dialogue stay, and are answered. Otherwise the dialogue ends with the answer before.", defaults.keep_farewell),
            "salvage": yes_or_no("Whether a dialogue that breaks after `min_turns` turns ends with its last good turn. Otherwise it is given up.", defaults.salvage),
            "retries": count("How often an unusable message is sent back with what is wrong.", 0, Some(MOST_RETRIES), defaults.retries as usize),
            "max_words": count("Most words of a message.", 1, None, defaults.max_words),
            "repeats": {
                "description": "As like an earlier message as this (share of common word pairs) is a repetition.",
                "type": "number", "exclusiveMinimum": 0, "maximum": 1, "default": defaults.repeats
            },
            "user_temperature": heat("Sampling temperature of the simulated user.", defaults.user_temperature),
            "assistant_temperature": heat("Sampling temperature of the assistant.", defaults.assistant_temperature),
            "max_tokens": count("Most tokens of one message.", 1, None, defaults.max_tokens as usize)
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

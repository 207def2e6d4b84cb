//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// Most turns a conversation may have: each asks the model once more.
const MOST_TURNS: u32 = 8;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How often the customer writes.
    pub turns: u32,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
    /// Who the customers are.
    pub personas: Vec<String>,
    /// What they want, unless the seed says so itself.
    pub intents: Vec<String>,
    /// How they write.
    pub tones: Vec<String>,
    /// How hard their case is.
    pub difficulties: Vec<String>,
    /// The system message of the example, with {product} and {facts}.
    pub system: String,
    /// Conversations that show the model what to write.
    pub few_shot: Vec<Shot>,
}

/// One conversation that shows the model what to write.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// The product's name.
    pub product: String,
    /// What is true about it.
    pub facts: String,
    /// Who writes.
    pub persona: String,
    /// What they want.
    pub intent: String,
    /// How they write.
    pub tone: String,
    /// How hard the case is.
    pub difficulty: String,
    /// What the customer writes.
    pub user: String,
    /// What the agent answers.
    pub assistant: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            turns: 1,
            temperature: 0.8,
            max_tokens: 220,
            personas: owned(&PERSONAS),
            intents: owned(&INTENTS),
            tones: owned(&TONES),
            difficulties: owned(&DIFFICULTIES),
            system: SYSTEM.to_owned(),
            few_shot: SHOTS.map(shot).to_vec(),
        }
    }
}

const PERSONAS: [&str; 8] = [
    "a busy parent",
    "a retired teacher",
    "a student on a small budget",
    "a small shop owner",
    "an engineer who reads manuals",
    "someone who bought it as a gift",
    "a first-time buyer",
    "a long-time customer",
];

const INTENTS: [&str; 10] = [
    "find out how to set it up",
    "report that it stopped working",
    "return it and get the money back",
    "ask what the warranty covers",
    "find out how to clean or maintain it",
    "ask whether it fits their needs before buying",
    "order a spare part",
    "complain about a late delivery",
    "understand a warning or a blinking light",
    "change or cancel an order",
];

const TONES: [&str; 6] = [
    "polite", "annoyed", "worried", "brief", "chatty", "confused",
];

const DIFFICULTIES: [&str; 3] = ["easy", "medium", "hard"];

const SYSTEM: &str = "You are a support agent for {product}. Answer in a friendly and concrete way. \
                      Use only these facts: {facts} If they do not answer the question, say so and offer to ask a colleague.";

/// product, facts, persona, intent, tone, difficulty, user, assistant.
const SHOTS: [[&str; 8]; 2] = [
    [
        "Brisa desk fan",
        "Three speeds. The grille opens with one screw. Two years of warranty.",
        "a busy parent",
        "find out how to clean or maintain it",
        "brief",
        "easy",
        "How do I get the dust out of my Brisa fan?",
        "Unplug the fan and loosen the one screw of the grille. Then you can wipe the blades with a dry cloth.",
    ],
    [
        "Nuvo kettle",
        "Holds 1.5 litres. Switches off when empty. Returns are free within 30 days.",
        "a student on a small budget",
        "return it and get the money back",
        "annoyed",
        "medium",
        "I got my Nuvo kettle last week and it is too big for me. I want my money back, and I will not pay for shipping!",
        "I am sorry that it does not fit. You are within the 30 days, so the return is free. I will send you a label, and you \
         get the full price back.",
    ],
];

fn owned(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

fn shot(texts: [&str; 8]) -> Shot {
    let [
        product,
        facts,
        persona,
        intent,
        tone,
        difficulty,
        user,
        assistant,
    ] = texts.map(str::to_owned);
    Shot {
        product,
        facts,
        persona,
        intent,
        tone,
        difficulty,
        user,
        assistant,
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !(1..=MOST_TURNS).contains(&self.turns) {
            return Err(format!(
                "`turns` is {}; it must lie between 1 and {MOST_TURNS}",
                self.turns
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
        for (name, list) in [
            ("personas", &self.personas),
            ("intents", &self.intents),
            ("tones", &self.tones),
            ("difficulties", &self.difficulties),
        ] {
            if list.is_empty() || list.iter().any(|item| item.trim().is_empty()) {
                return Err(format!(
                    "`{name}` must hold at least one text, and none of them empty"
                ));
            }
        }
        for name in ["{product}", "{facts}"] {
            if !self.system.contains(name) {
                return Err(format!(
                    "`system` does not say where {name} goes; both {{product}} and {{facts}} are needed"
                ));
            }
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let list = |description: &str, default: &[String]| {
        json!({
            "description": description,
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
            "default": default,
        })
    };
    let text = json!({"type": "string", "minLength": 1});
    let shots: Vec<Value> = defaults.few_shot.iter().map(shot_value).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are records such as {\"product\": \"…\", \"facts\": \"…\", \"intents\": [\"…\"]}; facts may be a list of sentences, intents may be left out.",
        "properties": {
            "turns": {
                "description": "How often the customer writes and is answered. Each turn is one request to the model.",
                "type": "integer", "minimum": 1, "maximum": MOST_TURNS, "default": defaults.turns
            },
            "temperature": {
                "description": "Sampling temperature; lower is more alike.",
                "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature
            },
            "max_tokens": {
                "description": "Most tokens of one reply, which holds one message of the customer and its answer.",
                "type": "integer", "minimum": 1, "default": defaults.max_tokens
            },
            "personas": list("Who the customers are. All lists are gone through evenly.", &defaults.personas),
            "intents": list("What customers want. A seed's own `intents` come instead.", &defaults.intents),
            "tones": list("How customers write.", &defaults.tones),
            "difficulties": list("How hard a case is.", &defaults.difficulties),
            "system": {
                "description": "System message of each example. {product} and {facts} stand for what the seed says.",
                "type": "string", "default": defaults.system
            },
            "few_shot": {
                "description": "Conversations that show the model what to write; small models need two. An empty list shows none.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                        "product": text, "facts": text, "persona": text, "intent": text, "tone": text,
                        "difficulty": text, "user": text, "assistant": text
                    },
                    "required": ["product", "facts", "persona", "intent", "tone", "difficulty", "user", "assistant"]
                },
                "default": shots
            }
        }
    })
}

fn shot_value(shot: &Shot) -> Value {
    json!({
        "product": shot.product, "facts": shot.facts, "persona": shot.persona, "intent": shot.intent,
        "tone": shot.tone, "difficulty": shot.difficulty, "user": shot.user, "assistant": shot.assistant,
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

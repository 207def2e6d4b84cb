//! The settings, their schema, and what they mean.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::templates::{self, TOPICS, Template};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Which difficulties, 1 to 5.
    pub difficulty: Difficulty,
    /// Which topics; see the schema for their names.
    pub topics: Vec<String>,
    /// `worked` or `short`.
    pub style: Style,
    /// Text of the system message; empty for none.
    pub system: String,
    /// Another number gives another order of the same problems.
    pub series: u64,
    /// Share of examples that are wrong on purpose, 0 to 1.
    pub flawed_share: f64,
}

/// Difficulties as a list or as a range.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged)]
pub enum Difficulty {
    /// Each of these.
    List(Vec<u8>),
    /// All from `min` to `max`.
    Range(DifficultyRange),
}

/// All difficulties from `min` to `max`, both included.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct DifficultyRange {
    /// The easiest.
    pub min: u8,
    /// The hardest.
    pub max: u8,
}

/// How much of the solution the assistant writes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Every step, then the answer.
    Worked,
    /// The answer only.
    Short,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            difficulty: Difficulty::Range(DifficultyRange { min: 1, max: 5 }),
            topics: TOPICS.map(str::to_owned).to_vec(),
            style: Style::Worked,
            system: String::new(),
            series: 0,
            flawed_share: 0.0,
        }
    }
}

impl Settings {
    /// The templates these settings ask for, in the order of the list, each once.
    pub(crate) fn templates(&self) -> Result<Vec<&'static Template>, String> {
        if let Some(unknown) = self
            .topics
            .iter()
            .find(|topic| !TOPICS.contains(&topic.as_str()))
        {
            let known = TOPICS.join(", ");
            return Err(format!(
                "there is no topic `{unknown}`; choose from {known}"
            ));
        }
        let wanted = self.difficulty.levels()?;
        let chosen: Vec<&'static Template> = templates::all()
            .filter(|template| self.topics.iter().any(|topic| topic == template.topic))
            .filter(|template| wanted.contains(&template.difficulty))
            .collect();
        if chosen.is_empty() {
            return Err("`topics` is empty, so there is nothing to make; name at least one".into());
        }
        Ok(chosen)
    }

    /// Refuses what is no share.
    pub(crate) fn check_flawed_share(&self) -> Result<(), String> {
        if (0.0..=1.0).contains(&self.flawed_share) {
            return Ok(());
        }
        Err(format!(
            "`flawed_share` is {}; it must lie between 0 and 1",
            self.flawed_share
        ))
    }
}

impl Difficulty {
    fn levels(&self) -> Result<Vec<u8>, String> {
        let levels: Vec<u8> = match self {
            Self::List(levels) => levels.clone(),
            Self::Range(range) => (range.min..=range.max).collect(),
        };
        if levels.is_empty() || levels.iter().any(|level| !(1..=5).contains(level)) {
            return Err(format!(
                "`difficulty` gives the levels {levels:?}; it must give at least one, each from 1 to 5"
            ));
        }
        Ok(levels)
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let level = json!({"type": "integer", "minimum": 1, "maximum": 5});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "difficulty": {
                "description": "Which difficulties, 1 (one operation) to 5 (several steps): a list such as [1, 3] or a range such as {min = 1, max = 5}.",
                "anyOf": [
                    {"type": "array", "items": level, "minItems": 1},
                    {
                        "type": "object",
                        "additionalProperties": false,
                        "properties": {"min": level, "max": level},
                        "required": ["min", "max"]
                    }
                ],
                "default": {"min": 1, "max": 5}
            },
            "topics": {
                "description": "Which topics. Examples go round the chosen topics and difficulties in turn.",
                "type": "array",
                "items": {"type": "string", "enum": TOPICS},
                "minItems": 1,
                "default": TOPICS
            },
            "style": {
                "description": "worked: every step, then `Answer: X`. short: only `Answer: X`.",
                "type": "string",
                "enum": ["worked", "short"],
                "default": "worked"
            },
            "system": {
                "description": "Text of a system message before each question; empty for none.",
                "type": "string",
                "default": ""
            },
            "series": {
                "description": "Another number gives the problems in another order. Two generators with different series may repeat each other's problems; one generator never repeats itself.",
                "type": "integer",
                "minimum": 0,
                "default": 0
            },
            "flawed_share": {
                "description": "Share of examples whose answer is wrong by one on purpose, for trying out scorers and filters. Such an example has metadata.flawed = true. Leave it at 0 for data that is trained on.",
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "default": 0
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Settings, schema};

    fn parse(value: serde_json::Value) -> Result<Settings, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn the_schema_states_the_defaults() {
        let mut defaults = serde_json::Map::new();
        for (name, property) in schema()["properties"].as_object().unwrap() {
            defaults.insert(name.clone(), property["default"].clone());
        }
        assert_eq!(parse(defaults.into()).unwrap(), Settings::default());
    }

    #[test]
    fn says_what_is_wrong() {
        let problem = |value| parse(value).unwrap().templates().map(|list| list.len());
        assert_eq!(problem(json!({})), Ok(25));
        assert_eq!(
            problem(json!({"difficulty": [2], "topics": ["time", "time"]})),
            Ok(1)
        );
        assert_eq!(problem(json!({"difficulty": {"min": 2, "max": 3}})), Ok(10));
        assert_eq!(
            problem(json!({"difficulty": [6]})).unwrap_err(),
            "`difficulty` gives the levels [6]; it must give at least one, each from 1 to 5"
        );
        assert_eq!(
            problem(json!({"topics": ["algebra"]})).unwrap_err(),
            "there is no topic `algebra`; choose from arithmetic, equations, fractions, shopping, time"
        );
        assert!(problem(json!({"topics": []})).is_err());
        assert!(parse(json!({"topic": []})).is_err());
        let share = |share: f64| parse(json!({"flawed_share": share})).unwrap();
        assert!(share(1.0).check_flawed_share().is_ok());
        assert!(share(1.5).check_flawed_share().is_err());
    }
}

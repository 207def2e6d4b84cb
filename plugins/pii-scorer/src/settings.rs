//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::card::TEST_CARDS;
use crate::found::Kind;
use crate::{countries, ids};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Marks not to look for.
    pub skip: Vec<String>,
    /// Roles of the messages looked at; empty for all.
    pub roles: Vec<String>,
    /// Countries whose national phone forms count.
    pub phone_countries: Vec<String>,
    /// Countries whose ids count.
    pub id_countries: Vec<String>,
    /// Whether toll-free and other service numbers count.
    pub service_phones: bool,
    /// Whether private IP addresses count.
    pub private_ips: bool,
    /// Whether reserved and published test values count.
    pub test_values: bool,
    /// Card numbers that belong to nobody; digits only.
    pub test_cards: Vec<String>,
    /// Values that never count, and `@domain` for all addresses there.
    pub allow: Vec<String>,
    /// Whether found values are shown in `extra`.
    pub show: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            skip: Vec::new(),
            roles: Vec::new(),
            phone_countries: owned(&countries::COUNTRIES.map(|country| country.name)),
            id_countries: owned(&ids::COUNTRIES),
            service_phones: false,
            private_ips: false,
            test_values: false,
            test_cards: owned(&TEST_CARDS),
            allow: Vec::new(),
            show: false,
        }
    }
}

fn owned(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        let phones = countries::COUNTRIES.map(|country| country.name);
        known("skip", &self.skip, &Kind::ALL.map(Kind::mark))?;
        known("phone_countries", &self.phone_countries, &phones)?;
        known("id_countries", &self.id_countries, &ids::COUNTRIES)?;
        let is_card = |card: &&String| {
            (12..=19).contains(&card.len()) && card.bytes().all(|byte| byte.is_ascii_digit())
        };
        if let Some(wrong) = self.test_cards.iter().find(|card| !is_card(card)) {
            return Err(format!(
                "`test_cards` names `{wrong}`; a card number is written as 12 to 19 digits without blanks"
            ));
        }
        if self.allow.iter().any(|value| value.trim().is_empty()) {
            return Err("`allow` holds an empty value; write a whole value such as `help@acme.org`, or `@acme.org`".to_owned());
        }
        Ok(())
    }
}

fn known(setting: &str, names: &[String], all: &[&str]) -> Result<(), String> {
    match names.iter().find(|name| !all.contains(&name.as_str())) {
        Some(unknown) => Err(format!(
            "`{setting}` names `{unknown}`; it may name {}",
            all.join(", ")
        )),
        None => Ok(()),
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let switch = |description: &str, default: bool| json!({"description": description, "type": "boolean", "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "skip": {
                "description": "Marks not to look for.",
                "type": "array", "items": {"type": "string", "enum": Kind::ALL.map(Kind::mark)}, "default": []
            },
            "roles": {
                "description": "Only messages of these roles are looked at; empty for all.",
                "type": "array", "items": {"type": "string", "minLength": 1}, "default": []
            },
            "phone_countries": {
                "description": "Countries whose national phone numbers count; of several that a number fits, the first gives its name. Numbers with + or 00 always count.",
                "type": "array", "items": {"type": "string", "enum": countries::COUNTRIES.map(|country| country.name)}, "default": defaults.phone_countries
            },
            "id_countries": {
                "description": "Countries whose national ids count.",
                "type": "array", "items": {"type": "string", "enum": ids::COUNTRIES}, "default": defaults.id_countries
            },
            "service_phones": switch("Whether toll-free and other service numbers count, which belong to no person.", defaults.service_phones),
            "private_ips": switch("Whether addresses of private networks count.", defaults.private_ips),
            "test_values": switch("Whether values count that are reserved for examples or published for tests.", defaults.test_values),
            "test_cards": {
                "description": "Card numbers that belong to nobody, as digits; replaces the list of published test cards.",
                "type": "array", "items": {"type": "string", "pattern": "^[0-9]{12,19}$"}, "default": defaults.test_cards
            },
            "allow": {
                "description": "Values that never count, such as your own support number; `@acme.org` stands for every address there. Case, blanks and dashes do not matter.",
                "type": "array", "items": {"type": "string", "minLength": 1}, "default": []
            },
            "show": switch("Whether each redaction also has `text`, the found value. Then scores and reports leak it.", defaults.show),
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

//! What the page asks for, and the checker that does it.

use std::collections::BTreeMap;

use serde::Deserialize;
use tunesmith_tokens::{Encoding, ImageRule, find_model};
use tunesmith_validate::{Checker, Counting, Profile, RuleSettings, profile};
use wasm_bindgen::prelude::*;

/// How a file is checked; `CheckOptions` in TypeScript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CheckOptions {
    /// What the file is called in reports.
    path: String,
    /// Names of profiles, at least one; the first is the one whose findings are listed first.
    profiles: Vec<String>,
    /// Levels of rules that differ from the profile: `off`, `warning`, `error`.
    #[serde(default)]
    rules: BTreeMap<String, String>,
    /// Counts tokens as this model does.
    #[serde(default)]
    model: Option<String>,
    /// Counts tokens by this encoding.
    #[serde(default)]
    encoding: Option<String>,
}

impl CheckOptions {
    pub(crate) fn parse(json: &str) -> Result<Self, JsError> {
        Ok(serde_json::from_str(json)?)
    }

    pub(crate) fn profiles(&self) -> Result<Vec<&'static Profile>, JsError> {
        let found = self.profiles.iter().map(|name| {
            profile(name).ok_or_else(|| JsError::new(&format!("there is no profile `{name}`")))
        });
        let found: Vec<_> = found.collect::<Result<_, _>>()?;
        if found.is_empty() || found.len() > 32 {
            return Err(JsError::new("name between 1 and 32 profiles"));
        }
        Ok(found)
    }

    pub(crate) fn settings(&self) -> Result<RuleSettings, JsError> {
        let mut settings = RuleSettings::default();
        for (rule, level) in &self.rules {
            settings.set_text(&format!("{rule}={level}"))?;
        }
        Ok(settings)
    }

    pub(crate) fn checker(&self) -> Result<Checker, JsError> {
        let checker = Checker::for_profiles(&*self.path, &self.profiles()?, &self.settings()?);
        Ok(match self.counting()? {
            Some(counting) => checker.counting(counting),
            None => checker,
        })
    }

    fn counting(&self) -> Result<Option<Counting>, JsError> {
        let facts = self.model.as_deref().and_then(find_model);
        let encoding = match (&self.encoding, &self.model) {
            (Some(name), _) => Encoding::from_name(name)
                .ok_or_else(|| JsError::new(&format!("there is no encoding `{name}`")))?,
            (None, Some(model)) => Encoding::of_model(model)
                .ok_or_else(|| JsError::new(&format!("nothing is known of a model `{model}`")))?,
            (None, None) => return Ok(None),
        };
        let profiles = self.profiles()?;
        let limit = match facts {
            Some(facts) if profiles.iter().all(|profile| profile.name == "azure") => {
                facts.most_example_tokens_azure
            }
            Some(facts) => facts.most_example_tokens,
            None if profiles.len() == 1 => profiles[0].limits.max_example_tokens,
            None => None,
        };
        let mut counting = Counting::exact(encoding, limit);
        counting.images = self.model.as_deref().and_then(ImageRule::of_model);
        Ok(Some(counting))
    }
}

//! What the page wants changed in a file, and the fixer that does it. Plain Rust, so that it is tested where there is no JavaScript.

use std::collections::BTreeMap;

use serde::Deserialize;
use tunesmith_core::Safety;
use tunesmith_validate::{Edited, Fixer, Removal, RuleSettings, SettingError, profile};

/// `FixOptions` in TypeScript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct FixOptions {
    profile: String,
    #[serde(default)]
    rules: BTreeMap<String, String>,
    fixes: Vec<String>,
    #[serde(default)]
    safe_fixes: Vec<String>,
    #[serde(default)]
    remove_unreadable: bool,
    #[serde(default)]
    remove_duplicates: bool,
    #[serde(default)]
    edits: Vec<RecordEdit>,
}

/// `RecordEdit` in TypeScript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordEdit {
    offset: u64,
    text: Option<String>,
}

/// Why nothing can be fixed with these options.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OptionsError {
    #[error("what is to be fixed can not be understood: {0}")]
    Json(#[from] serde_json::Error),
    #[error("there is no profile `{0}`")]
    UnknownProfile(String),
    #[error(transparent)]
    Setting(#[from] SettingError),
}

/// The fixer that `FixOptions`, as JSON, ask for.
pub(crate) fn fixer(options: &str) -> Result<Fixer, OptionsError> {
    let options: FixOptions = serde_json::from_str(options)?;
    let profile = profile(&options.profile).ok_or(OptionsError::UnknownProfile(options.profile))?;
    let mut settings = RuleSettings::default();
    for (rule, level) in &options.rules {
        settings.set_text(&format!("{rule}={level}"))?;
    }
    let safe = options.safe_fixes.iter().map(|rule| (rule, Safety::Safe));
    // The last word counts: a rule that stands in both lists makes all its fixes.
    let all = options.fixes.iter().map(|rule| (rule, Safety::Unsafe));
    let only = safe.chain(all).map(|(rule, safety)| (&**rule, safety));
    let edits = options.edits.into_iter().map(|edit| {
        let edited = edit.text.map_or(Edited::Removed, Edited::Text);
        (edit.offset, edited)
    });
    let fixer = Fixer::new(profile, &settings, Safety::Unsafe).only(only)?;
    Ok(fixer.editing(edits).removing(Removal {
        unreadable: options.remove_unreadable,
        repeated: options.remove_duplicates,
    }))
}

#[cfg(test)]
mod tests {
    use super::fixer;

    fn refused(options: &str) -> String {
        match fixer(options) {
            Ok(_) => panic!("{options} was taken"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert_eq!(
            refused(r#"{"profile":"opnai","fixes":[]}"#),
            "there is no profile `opnai`"
        );
        assert_eq!(
            refused(r#"{"profile":"openai","fixes":["trailing-coma"]}"#),
            "there is no rule `trailing-coma`; did you mean `trailing-comma`?"
        );
        assert_eq!(
            refused(r#"{"profile":"openai","fixes":[],"rules":{"nul-byte":"on"}}"#),
            "`on` is not a level for rule `nul-byte`; levels are `off`, `warning` and `error`"
        );
        let lone =
            refused(r#"{"profile":"openai","fixes":[],"edits":[{"offset":0,"text":"\ud83d"}]}"#);
        assert!(
            lone.starts_with("what is to be fixed can not be understood: "),
            "{lone}"
        );
    }
}

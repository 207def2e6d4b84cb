//! What the caller wants to be different from the profile: rules switched off, softened or sharpened.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::rules::RULES;

/// How much a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not checked.
    Off,
    /// Everything it finds is a warning.
    Warning,
    /// Everything it finds is an error.
    Error,
}

/// Says which rule setting can not be understood and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// There is no such rule.
    #[error("there is no rule `{name}`{}", did_you_mean(.nearest))]
    UnknownRule {
        /// What was asked for.
        name: String,
        /// The rule whose name is nearest, if one is near.
        nearest: Option<&'static str>,
    },
    /// There is no such level.
    #[error("`{level}` is not a level for rule `{rule}`; levels are `off`, `warning` and `error`")]
    UnknownLevel {
        /// The rule it was asked for.
        rule: String,
        /// What was asked for.
        level: String,
    },
    /// The text is not `RULE=LEVEL`.
    #[error("`{0}` is not a rule setting; write `RULE=off`, `RULE=warning` or `RULE=error`")]
    NotASetting(String),
}

fn did_you_mean(nearest: &Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!("; did you mean `{nearest}`?")
    })
}

/// Levels by rule; rules not named keep what the profile says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSettings(BTreeMap<&'static str, Level>);

impl RuleSettings {
    /// Sets the level of a rule; the last word counts.
    pub fn set(&mut self, rule: &str, level: Level) -> Result<(), SettingError> {
        self.0.insert(known(rule)?, level);
        Ok(())
    }

    /// Takes `RULE=LEVEL`, as written on a command line.
    pub fn set_text(&mut self, setting: &str) -> Result<(), SettingError> {
        let Some((rule, level)) = setting.split_once('=') else {
            return Err(SettingError::NotASetting(setting.to_owned()));
        };
        let (rule, level) = (rule.trim(), level.trim());
        let unknown = || SettingError::UnknownLevel {
            rule: rule.to_owned(),
            level: level.to_owned(),
        };
        self.set(rule, level.parse().map_err(|()| unknown())?)
    }

    /// Switches every rule off but these: what the page of a rule is checked with.
    pub fn only(rules: &[&str]) -> Result<Self, SettingError> {
        let mut levels: BTreeMap<_, _> = RULES.iter().map(|rule| (rule.name, Level::Off)).collect();
        for rule in rules {
            levels.remove(known(rule)?);
        }
        Ok(Self(levels))
    }

    /// The level of a rule, where one was set.
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.0.get(rule).copied()
    }
}

pub(crate) fn known(name: &str) -> Result<&'static str, SettingError> {
    let names = || RULES.iter().map(|rule| rule.name);
    names().find(|known| *known == name).ok_or_else(|| {
        let nearest = nearest(name, names());
        SettingError::UnknownRule {
            name: name.to_owned(),
            nearest,
        }
    })
}

impl FromStr for Level {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "off" => Ok(Self::Off),
            "warning" => Ok(Self::Warning),
            "error" => Ok(Self::Error),
            _ => Err(()),
        }
    }
}

/// The candidate that is most like `text`, if one is much like it.
pub(crate) fn nearest<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    // Why: the comparison is quadratic in the length, and no name is longer.
    if text.len() > 64 {
        return None;
    }
    let text = text.to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&text, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{Level, RuleSettings};

    #[test]
    fn takes_what_is_written_on_a_command_line() {
        let mut settings = RuleSettings::default();
        settings.set_text("unknown-role=warning").unwrap();
        settings.set_text(" blank-line = off ").unwrap();
        assert_eq!(settings.level("unknown-role"), Some(Level::Warning));
        assert_eq!(settings.level("blank-line"), Some(Level::Off));
        assert_eq!(settings.level("json-syntax"), None);
    }

    #[test]
    fn says_what_it_does_not_understand() {
        let cases = [
            (
                "unkown-role=off",
                "there is no rule `unkown-role`; did you mean `unknown-role`?",
            ),
            ("xyzzy=off", "there is no rule `xyzzy`"),
            (
                "blank-line",
                "`blank-line` is not a rule setting; write `RULE=off`, `RULE=warning` or `RULE=error`",
            ),
            (
                "blank-line=on",
                "`on` is not a level for rule `blank-line`; levels are `off`, `warning` and `error`",
            ),
        ];
        for (setting, expected) in cases {
            let error = RuleSettings::default().set_text(setting).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}

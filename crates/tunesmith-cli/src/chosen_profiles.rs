//! Whose rules: names from the command line become profiles.

use tunesmith_pipeline::did_you_mean;
use tunesmith_validate::{Profile, RuleSettings, profile, profiles};

use crate::error::CliError;

/// As many as are checked in one pass.
const MOST: usize = 32;

/// The profiles of `NAME[,NAME…]` or `all`, each once, in the order they were named.
pub(crate) fn chosen_profiles(names: &[String]) -> Result<Vec<&'static Profile>, CliError> {
    let mut chosen: Vec<&'static Profile> = Vec::new();
    let mut add = |profile: &'static Profile| {
        if !chosen.iter().any(|known| known.name == profile.name) {
            chosen.push(profile);
        }
    };
    for name in names {
        match name.trim() {
            "all" => profiles().iter().copied().for_each(&mut add),
            name => add(find_profile(name)?),
        }
    }
    if chosen.len() > MOST {
        return Err(CliError::new(format!(
            "{} profiles are more than the {MOST} that are checked in one pass",
            chosen.len()
        ))
        .help("check some now and the others in a second call"));
    }
    Ok(chosen)
}

/// The profile of this name.
pub(crate) fn find_profile(name: &str) -> Result<&'static Profile, CliError> {
    profile(name).ok_or_else(|| {
        let known: Vec<&str> = profiles().iter().map(|profile| profile.name).collect();
        let help = did_you_mean(name, known.iter().copied());
        CliError::new(format!("no profile is called `{name}`"))
            .help(help.unwrap_or_else(|| format!("known: {}", known.join(", "))))
    })
}

/// Settings of `RULE=LEVEL`, the last word on a rule counts.
pub(crate) fn rule_settings(texts: &[String]) -> Result<RuleSettings, CliError> {
    let mut settings = RuleSettings::default();
    for text in texts {
        let told = |error| CliError::new(format!("--rule {text}: {error}"));
        settings.set_text(text).map_err(told)?;
    }
    Ok(settings)
}

//! What a recipe's types can not say: names that must exist, conditions that must compile, numbers that must make sense.

use std::collections::BTreeSet;

use toml::Spanned;

use crate::condition::Condition;
use crate::recipe::{FilterRecipe, LimitsRecipe, OwnLimitsRecipe, PluginUse, Recipe};
use crate::recipe_error::{Fault, did_you_mean};

pub(crate) fn check(recipe: &Recipe) -> Result<(), Fault> {
    if recipe.version != 1 {
        return Err(Fault::new(
            ["version"],
            format!("recipe version {} is not known", recipe.version),
        )
        .help("write `version = 1`"));
    }
    if !is_name(&recipe.name) {
        let fault = Fault::new(
            ["name"],
            format!("`{}` can not be a run's name", recipe.name),
        );
        return Err(fault.help("use letters, digits, `-` and `_`"));
    }
    if recipe.generators.is_empty() {
        return Err(Fault::new(["generators"], "the recipe has no generator")
            .help("add a [[generators]] table"));
    }
    check_names(
        "generator",
        recipe.generators.iter().map(|generator| &generator.name),
    )?;
    check_names("scorer", recipe.scorers.iter().map(|scorer| &scorer.name))?;
    check_names("filter", recipe.filters.iter().map(|filter| &filter.name))?;
    for scorer in &recipe.scorers {
        check_variable(&scorer.name)?;
    }
    let with_model = recipe.generators.iter().map(|generator| &generator.model);
    for alias in with_model
        .chain(recipe.scorers.iter().map(|scorer| &scorer.model))
        .flatten()
    {
        check_one_of("model", alias, recipe.models.keys().map(String::as_str))?;
    }
    let generators = || {
        recipe
            .generators
            .iter()
            .map(|generator| generator.name.get_ref().as_str())
    };
    let only = recipe.scorers.iter().map(|scorer| &scorer.only);
    for name in only
        .chain(recipe.filters.iter().map(|filter| &filter.only))
        .flatten()
        .flatten()
    {
        check_one_of("generator", name, generators())?;
    }
    for generator in &recipe.generators {
        if generator.count.is_none() && generator.seeds.is_none() {
            let fault = Fault::new(
                generator.name.span(),
                format!(
                    "generator `{}` has neither `count` nor `seeds`",
                    generator.name.get_ref()
                ),
            );
            return Err(fault.help("say how many tasks to run: `count = 100`"));
        }
    }
    check_filters(recipe)?;
    let profile = &recipe.validate.profile;
    let profiles = tunesmith_validate::profiles();
    check_one_of("profile", profile, profiles.iter().map(|known| known.name))?;
    for plugin in recipe.plugin_uses() {
        check_own_limits(&plugin)?;
    }
    check_numbers(recipe)
}

fn check_own_limits(plugin: &PluginUse<'_>) -> Result<(), Fault> {
    let OwnLimitsRecipe {
        time_ms,
        memory_mib,
        output_mib,
    } = plugin.limits;
    let limits = [
        ("time_ms", time_ms),
        ("memory_mib", memory_mib),
        ("output_mib", output_mib),
    ];
    let Some((name, _)) = limits.iter().find(|(_, limit)| **limit == Some(0)) else {
        return Ok(());
    };
    let message = format!(
        "limits.{name} of `{}` is 0; it must be at least 1",
        plugin.name.get_ref()
    );
    Err(Fault::new(plugin.name.span(), message))
}

fn check_filters(recipe: &Recipe) -> Result<(), Fault> {
    let scorers: Vec<&str> = recipe
        .scorers
        .iter()
        .map(|scorer| scorer.name.get_ref().as_str())
        .collect();
    for filter in &recipe.filters {
        let keep = match (&filter.keep, &filter.plugin) {
            (Some(keep), None) => keep,
            (None, Some(_)) => continue,
            (keep, _) => {
                let has = if keep.is_some() {
                    "both `keep` and"
                } else {
                    "neither `keep` nor"
                };
                let message = format!("filter `{}` has {has} `plugin`", filter.name.get_ref());
                let fault = Fault::new(filter.name.span(), message);
                return Err(fault.help(
                    "give a condition (`keep`) or a filter plugin (`plugin`); for both write two filters",
                ));
            }
        };
        let set = [
            ("settings", !filter.settings.is_empty()),
            ("grants", !filter.grants.is_empty()),
        ];
        if let Some((name, _)) = set.iter().find(|(_, is_set)| *is_set) {
            let message = format!("`{name}` is for a plugin, and this filter is a condition");
            return Err(Fault::new(filter.name.span(), message));
        }
        let condition = Condition::compile(keep.get_ref());
        let condition = condition.map_err(|message| {
            Fault::new(
                keep.span(),
                format!("the condition does not compile: {message}"),
            )
        })?;
        for variable in condition.variables() {
            check_reach(recipe, filter, keep, &variable)?;
            if !scorers.contains(&variable.as_str())
                && !Condition::ALWAYS_KNOWN.contains(&variable.as_str())
            {
                let known = scorers.iter().copied().chain(Condition::ALWAYS_KNOWN);
                let help = did_you_mean(&variable, known.clone()).unwrap_or_else(|| {
                    format!("known here: {}", known.collect::<Vec<_>>().join(", "))
                });
                return Err(
                    Fault::new(keep.span(), format!("no scorer is called `{variable}`")).help(help),
                );
            }
        }
    }
    Ok(())
}

/// A condition must not ask for a score that some of its examples can not have.
fn check_reach(
    recipe: &Recipe,
    filter: &FilterRecipe,
    keep: &Spanned<String>,
    variable: &str,
) -> Result<(), Fault> {
    let scorer = recipe
        .scorers
        .iter()
        .find(|scorer| scorer.name.get_ref() == variable);
    let Some(scored) = scorer.and_then(|scorer| scorer.only.as_ref()) else {
        return Ok(());
    };
    let generators = recipe
        .generators
        .iter()
        .map(|generator| generator.name.get_ref());
    let unscored = generators.filter(|name| !scored.iter().any(|only| only.get_ref() == *name));
    let asked = |name: &&String| {
        filter
            .only
            .as_ref()
            .is_none_or(|only| only.iter().any(|only| only.get_ref() == *name))
    };
    let Some(name) = unscored.into_iter().find(asked) else {
        return Ok(());
    };
    let list: Vec<_> = scored
        .iter()
        .map(|only| format!("{:?}", only.get_ref()))
        .collect();
    let fault = Fault::new(
        keep.span(),
        format!("scorer `{variable}` does not score examples of generator `{name}`"),
    );
    Err(fault.help(format!("add `only = [{}]` to this filter", list.join(", "))))
}

fn check_numbers(recipe: &Recipe) -> Result<(), Fault> {
    let share = recipe.split.validation;
    if !(0.0..1.0).contains(&share) {
        let message =
            format!("split.validation is {share}; it must be from 0 up to, not including, 1");
        return Err(Fault::new(["split", "validation"], message));
    }
    for (alias, model) in &recipe.models {
        let counts = [
            ("concurrency", u64::from(model.concurrency)),
            ("timeout_s", model.timeout_s),
            ("max_attempts", u64::from(model.max_attempts)),
            ("max_tokens", u64::from(model.max_tokens)),
        ];
        if let Some((name, _)) = counts.iter().find(|(_, count)| *count == 0) {
            let message = format!("models.{alias}.{name} is 0; it must be at least 1");
            return Err(Fault::new(["models", alias, name], message));
        }
        if model
            .price
            .is_some_and(|price| !(price.input >= 0.0 && price.output >= 0.0))
        {
            let message = format!("models.{alias}: a price can not be below 0");
            return Err(Fault::new(["models", alias, "price"], message));
        }
    }
    let LimitsRecipe {
        time_ms,
        memory_mib,
        output_mib,
    } = recipe.limits;
    let limits = [
        ("time_ms", time_ms),
        ("memory_mib", memory_mib),
        ("output_mib", output_mib),
    ];
    if let Some((name, _)) = limits.iter().find(|(_, limit)| *limit == 0) {
        let message = format!("limits.{name} is 0; it must be at least 1");
        return Err(Fault::new(["limits", name], message));
    }
    let Some(usd) = recipe.budget.usd else {
        return Ok(());
    };
    if !(usd.is_finite() && usd >= 0.0) {
        let message = format!("budget.usd is {usd}; it must be a number from 0 up");
        return Err(Fault::new(["budget", "usd"], message));
    }
    Ok(())
}

fn check_names<'a>(
    kind: &str,
    names: impl Iterator<Item = &'a Spanned<String>>,
) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !is_name(name.get_ref()) {
            let fault = Fault::new(
                name.span(),
                format!("`{}` can not be a {kind}'s name", name.get_ref()),
            );
            return Err(fault.help("use letters, digits, `-` and `_`"));
        }
        if !seen.insert(name.get_ref()) {
            let fault = Fault::new(
                name.span(),
                format!("two {kind}s are called `{}`", name.get_ref()),
            );
            return Err(fault.help("rows and reports tell them apart by name: rename one"));
        }
    }
    Ok(())
}

fn check_variable(name: &Spanned<String>) -> Result<(), Fault> {
    let starts_well = name
        .get_ref()
        .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts_well
        || name.get_ref().contains('-')
        || Condition::ALWAYS_KNOWN.contains(&name.get_ref().as_str())
    {
        let fault = Fault::new(
            name.span(),
            format!(
                "`{}` can not be a scorer's name: conditions use it as a variable",
                name.get_ref()
            ),
        );
        return Err(fault.help("use letters, digits and `_`, starting with a letter"));
    }
    Ok(())
}

fn check_one_of<'a>(
    kind: &str,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), Fault> {
    if known.clone().any(|candidate| candidate == name.get_ref()) {
        return Ok(());
    }
    let listed = known.clone().collect::<Vec<_>>().join(", ");
    let none = if listed.is_empty() {
        format!("the recipe has no {kind}")
    } else {
        format!("known here: {listed}")
    };
    let help = did_you_mean(name.get_ref(), known).unwrap_or(none);
    Err(Fault::new(
        name.span(),
        format!("no {kind} is called `{}`", name.get_ref()),
    )
    .help(help))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

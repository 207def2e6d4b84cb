//! `tunesmith explain`: a rule's page, or what a profile asks for.

use tunesmith_pipeline::did_you_mean;
use tunesmith_validate::{
    Grade, ImageLimits, Limits, Profile, explain, profile, profiles, rule_table,
};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::text::{grouped, table};

/// Show the page of a rule or a profile: what it asks for, why it matters, examples, who says so
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The rule's name, as it stands in a finding: error[NAME]; or the name of a profile
    #[arg(value_name = "RULE|PROFILE")]
    name: String,
}

pub(crate) fn run(args: &ExplainArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let name = &*args.name;
    if let Some(page) = explain(name) {
        env.out.write_all(page.as_bytes())?;
        return Ok(Outcome::Fine);
    }
    if let Some(profile) = profile(name) {
        env.out.write_all(profile_page(profile).as_bytes())?;
        return Ok(Outcome::Fine);
    }
    let rules = rule_table();
    let names = rules.iter().map(|row| row.name);
    let names = names.chain(profiles().iter().map(|profile| profile.name));
    let help = did_you_mean(name, names).unwrap_or_else(|| {
        let profiles: Vec<&str> = profiles().iter().map(|profile| profile.name).collect();
        let profiles = profiles.join(", ");
        format!("`tunesmith rules` lists the rules; profiles are {profiles}")
    });
    Err(CliError::new(format!("no rule or profile is called `{name}`")).help(help))
}

fn profile_page(profile: &Profile) -> String {
    let mut text = format!("# {}\n\n{}\n\nformats\n", profile.name, profile.title);
    for (index, format) in profile.formats.iter().enumerate() {
        let first = if index == 0 && profile.formats.len() > 1 {
            " (the one to convert to)"
        } else {
            ""
        };
        text.push_str(&format!("  {format}{first}\n"));
    }
    let arrays = if profile.arrays {
        "  JSON Lines, or one JSON array\n"
    } else {
        "  JSON Lines\n"
    };
    text.push_str(arrays);
    let limits = limits(&profile.limits);
    if !limits.is_empty() {
        text.push_str("\nlimits\n");
        text.push_str(&table(&limits, &[], "  "));
    }
    text.push_str("\nrules\n");
    let header = ["rule", "severity", "evidence", "read", "source"];
    let rows = profile.all_rules().into_iter().map(|wanted| {
        [
            wanted.rule.name,
            wanted.severity.name(),
            grade(wanted.source.grade),
            wanted.source.seen,
            wanted.source.text,
        ]
    });
    let rows: Vec<Vec<String>> = std::iter::once(header)
        .chain(rows)
        .map(|row| row.map(str::to_owned).to_vec())
        .collect();
    text.push_str(&table(&rows, &[], "  "));
    text
}

/// What is known, one row each.
fn limits(limits: &Limits) -> Vec<Vec<String>> {
    let Limits {
        min_examples,
        max_examples,
        max_bytes,
        max_example_tokens,
        record_keys,
        message_keys,
        roles,
        user_parts,
        assistant_parts,
        max_tools,
        images,
        ..
    } = limits;
    let number = |number: &Option<u64>| number.map(grouped);
    let list = |list: &[&str]| (!list.is_empty()).then(|| list.join(", "));
    let rows = [
        (
            "fewest examples",
            (*min_examples > 0).then(|| grouped(*min_examples)),
        ),
        ("most examples", number(max_examples)),
        ("largest file, in bytes", number(max_bytes)),
        ("most tokens of an example", number(max_example_tokens)),
        ("keys of a record", list(record_keys)),
        ("keys of a message", list(message_keys)),
        ("roles", list(roles)),
        ("parts of a user message", list(user_parts)),
        ("parts of an assistant message", list(assistant_parts)),
        ("most tools", number(max_tools)),
        ("images", images.as_ref().map(images_in_words)),
    ];
    rows.into_iter()
        .filter_map(|(what, value)| Some(vec![what.to_owned(), value?]))
        .collect()
}

fn images_in_words(images: &ImageLimits) -> String {
    let urls = if images.urls {
        "URLs and data"
    } else {
        "data only"
    };
    format!(
        "{} an example, {} bytes each, {}, {urls}",
        images.max_images,
        grouped(images.max_bytes),
        images.types.join(", ")
    )
}

/// The word for what kind of evidence a source is.
pub(super) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Documented => "documented",
        Grade::Observed => "observed",
        Grade::Validator => "validator",
        Grade::Inferred => "inferred",
        Grade::Decided => "decided",
    }
}

//! `--help` of every command, and what is said to wrong words.

use insta::assert_snapshot;

use super::harness::Place;

const COMMANDS: [&[&str]; 14] = [
    &[],
    &["convert"],
    &["doctor"],
    &["estimate"],
    &["explain"],
    &["page"],
    &["plugin"],
    &["plugin", "list"],
    &["plugin", "show"],
    &["rules"],
    &["run"],
    &["score"],
    &["validate"],
    &["why"],
];

#[test]
fn every_command_has_help() {
    let place = Place::with_recipe("");
    for command in COMMANDS {
        let said = place.tunesmith(&[command, &["--help"]].concat());
        let usage = [&["Usage: tunesmith"], command].concat().join(" ");
        assert_eq!(said.code, Some(0), "{command:?}");
        assert!(said.out.contains(&usage), "{command:?}: {said}");
        assert_eq!(said.err, "", "{command:?}");
    }
}

/// The list above is complete.
#[test]
fn no_command_is_forgotten() {
    let said = Place::with_recipe("").tunesmith(&["--help"]);
    let (_, list) = said.out.split_once("Commands:\n").unwrap();
    let names: Vec<&str> = list
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help")
        .collect();
    let mut tested: Vec<&str> = COMMANDS
        .iter()
        .filter_map(|words| words.first().copied())
        .collect();
    tested.dedup();
    assert_eq!(names, tested);
}

#[test]
fn wrong_words_are_usage_errors() {
    let place = Place::with_recipe("");
    assert_snapshot!(place.tunesmith(&["vaildate", "x.jsonl"]), @r"
    -- stderr
    error: unrecognized subcommand 'vaildate'

      tip: a similar subcommand exists: 'validate'

    Usage: tunesmith <COMMAND>

    For more information, try '--help'.
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["run"]), @r"
    -- stderr
    error: the following required arguments were not provided:
      <RECIPE>

    Usage: tunesmith run <RECIPE>

    For more information, try '--help'.
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["run", "r.toml", "--budget", "much"]), @r"
    -- stderr
    error: invalid value 'much' for '--budget <USD>': give US dollars, for example 2.50

    For more information, try '--help'.
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["run", "r.toml", "--preview", "2", "--limit", "3"]), @r"
    -- stderr
    error: the argument '--preview <N>' cannot be used with '--limit <N>'

    Usage: tunesmith run --preview <N> <RECIPE>

    For more information, try '--help'.
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["run", "r.toml", "--base-url", "http://127.0.0.1"]), @r"
    -- stderr
    error: invalid value 'http://127.0.0.1' for '--base-url <MODEL=URL>': give MODEL=URL, for example local=http://[server]/v1

    For more information, try '--help'.
    -- exit 2
    ");
}

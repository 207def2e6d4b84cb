//! Which line of the plugin API a plugin speaks is known in one folder of the host. All other code is for plugins of any line.

use std::path::Path;

use super::tree::{assert_none, files_ending, read};

/// Where lines may be named: the adapters, the SDK (which is of one line), and tests, which hold examples of them.
const MAY_NAME_LINES: [&str; 6] = [
    // Carry the newest line's folder into plugins that are begun.
    "crates/tunesmith-cli/build.rs",
    "crates/tunesmith-cli/src/commands/plugin/new.rs",
    // Names the folder of old components.
    "crates/xtask/src/fuzz.rs",
    "crates/tunesmith-plugin-host/src/api",
    "crates/tunesmith-plugin-sdk",
    "tests",
];

/// The versions of the API that a text names.
fn named(text: &str) -> Vec<&str> {
    let folders = text.match_indices("v0_").map(|(at, _)| &text[at..]);
    let packages = text
        .match_indices("tunesmith:plugin")
        .filter_map(|(at, _)| {
            let rest = &text[at..];
            let name = rest.find(|letter: char| {
                !(letter.is_ascii_lowercase() || matches!(letter, ':' | '/' | '-'))
            })?;
            let version = rest[name..].strip_prefix('@')?;
            version
                .starts_with(|letter: char| letter.is_ascii_digit())
                .then_some(rest)
        });
    folders
        .chain(packages)
        .map(|found| {
            found
                .split(['"', '`', ' ', '\n', ';'])
                .next()
                .unwrap_or(found)
        })
        .collect()
}

#[test]
fn no_code_but_the_adapters_names_a_line() {
    let mut offenders = Vec::new();
    for path in files_ending("rs") {
        if MAY_NAME_LINES
            .iter()
            .any(|folder| path.starts_with(Path::new(folder)))
        {
            continue;
        }
        let text = read(&path);
        offenders.extend(
            named(&text)
                .into_iter()
                .map(|found| format!("{} names {found}", path.display())),
        );
    }
    assert_none(
        &offenders,
        "code outside the host's api/ that names a line of the plugin API",
    );
}

#[test]
fn lines_are_found() {
    assert_eq!(named("use v0_1::x;"), ["v0_1::x"]);
    assert_eq!(
        named("a `tunesmith:plugin/log@0.1.0` b"),
        ["tunesmith:plugin/log@0.1.0"]
    );
    assert!(named("`tunesmith:plugin/log@[version]` and tunesmith:plugin/").is_empty());
}

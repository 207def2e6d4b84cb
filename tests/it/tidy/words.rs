//! What must never get into the tree: folders of somebody's machine, keys, and other places for packages than the public ones.

use super::tree::{assert_none, files, read};

/// Folders of machines. Written in two parts, so that this file does not offend.
const MACHINE_PATHS: [&str; 4] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
];

/// How keys of services begin, and what of them follows at least.
const KEYS: [(&str, usize); 5] = [
    ("sk-", 20),
    ("hf_", 30),
    ("ghp_", 30),
    ("AKIA", 16),
    ("github_pat_", 30),
];

/// Lines of lock files that say where a package comes from, and the one public place for each.
const SOURCES: [(&str, &str, &str); 2] = [
    (
        "Cargo.lock",
        "source = \"",
        "registry+https://github.com/rust-lang/crates.io-index\"",
    ),
    (
        "package-lock.json",
        "\"resolved\": \"",
        "https://registry.npmjs.org/",
    ),
];

/// Settings of package tools that name another place. In two parts for the same reason.
const OTHER_PLACES: [&str; 3] = [
    concat!("index", "-url"),
    concat!("replace", "-with"),
    concat!("find", "-links"),
];

/// All offences of one file, with their lines.
fn offences(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut tell = |what: &str| found.push(format!("{name}:{}: {what}", index + 1));
        for path in MACHINE_PATHS {
            if has_path(line, path) {
                tell(&format!("the machine path {path}"));
            }
        }
        for (start, length) in KEYS {
            if has_key(line, start, length) {
                tell(&format!("what looks like a key, {start}…"));
            }
        }
        for (lock_file, before, place) in SOURCES {
            let is_lock_file = name.ends_with(lock_file);
            let source = line
                .trim_start()
                .strip_prefix(before)
                .filter(|_| is_lock_file);
            if source.is_some_and(|source| !source.starts_with(place)) {
                tell(&format!("a package from elsewhere: {}", line.trim()));
            }
        }
        for setting in OTHER_PLACES {
            if line.contains(setting) {
                tell(&format!("the setting {setting}"));
            }
        }
    }
    found
}

/// Whether the path stands there as a whole, not as the middle of a longer one or of an address.
fn has_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || "_-.}~$/".contains(before))
    })
}

/// Whether a word begins like a key, is as long as one, and has letters and digits mixed as one.
fn has_key(line: &str, start: &str, length: usize) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let rest = &line[at + start.len()..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(rest.len());
        let word = &rest[..end];
        !before.is_some_and(|before| before.is_alphanumeric())
            && word.len() >= length
            && word.contains(|c: char| c.is_ascii_digit())
            && word.contains(|c: char| c.is_ascii_alphabetic())
    })
}

/// Plugins that look for keys: what they must find has to look like one, and is made up.
const BAIT: [&str; 2] = ["plugins/pii-scorer", "plugins/safety-scorer"];

#[test]
fn no_machine_paths_keys_or_other_places_for_packages() {
    let mut offenders = Vec::new();
    for path in files() {
        let is_bait = BAIT.iter().any(|folder| path.starts_with(folder));
        let found = offences(&path.display().to_string(), &read(&path)).into_iter();
        offenders.extend(found.filter(|found| !(is_bait && found.contains("looks like a key"))));
    }
    assert_none(&offenders, "words that must not be in the tree");
}

#[test]
fn offences_are_found_where_they_are() {
    let [root, home, ..] = MACHINE_PATHS;
    let key = format!("sk-{}", "a1B2".repeat(5));
    let setting = OTHER_PLACES[0];
    let text = format!(
        "see {root}x and \"{home}me\"\n\
         https://example.org{home}page\n\
         key = {key}\n\
         task-{key}\n\
         sk-your-key-goes-here-and-is-long\n\
         source = \"registry+https://mirror.example/index\"\n\
         pip install --{setting} x\n"
    );
    assert_eq!(
        offences("a/Cargo.lock", &text),
        [
            format!("a/Cargo.lock:1: the machine path {root}"),
            format!("a/Cargo.lock:1: the machine path {home}"),
            "a/Cargo.lock:3: what looks like a key, sk-…".to_owned(),
            "a/Cargo.lock:4: what looks like a key, sk-…".to_owned(),
            "a/Cargo.lock:6: a package from elsewhere: source = \"registry+https://mirror.example/index\"".to_owned(),
            format!("a/Cargo.lock:7: the setting {setting}"),
        ]
    );
    assert_eq!(offences("notes.md", "source = \"git+https://x\"").len(), 0);
}

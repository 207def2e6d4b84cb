//! Lists are complete and sorted, and no source file is forgotten by its parent.
//!
//! A file that no `mod` line names is not compiled, so a test in it never runs and nobody notices.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;

use super::tree::{assert_none, files, files_ending, read, root};

/// Folders of many things of one kind, with the file that lists them.
const LISTS: [(&str, &str); 4] = [
    ("crates/tunesmith-cli/src/commands", "mod.rs"),
    ("crates/tunesmith-core/src/format", "mod.rs"),
    ("crates/tunesmith-validate/src/rules", "mod.rs"),
    ("tests/it", "main.rs"),
];

/// Where guests lie: each is an example target that must be built as a library.
const GUESTS: &str = "tests/guests/examples";

/// Names in the lines `mod name;`, whatever their visibility, in order.
fn declared_modules(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| {
            let (before, name) = line.trim().strip_suffix(';')?.rsplit_once(' ')?;
            let is_module =
                before == "mod" || (before.starts_with("pub") && before.ends_with(" mod"));
            is_module.then_some(name)
        })
        .collect()
}

/// The modules a folder holds: its `.rs` files and the folders with a `mod.rs`.
fn modules_of(folder: &Path, list: &str, files: &[PathBuf]) -> BTreeSet<String> {
    files
        .iter()
        .filter_map(|file| {
            let inside = file.strip_prefix(folder).ok()?;
            let inside = folder_of_mod(inside).unwrap_or(inside);
            let is_child = inside.iter().count() == 1 && inside != Path::new(list);
            is_child.then(|| inside.with_extension("").display().to_string())
        })
        .collect()
}

/// The folder that this file is the `mod.rs` of.
fn folder_of_mod(file: &Path) -> Option<&Path> {
    let is_mod = file.file_name()? == "mod.rs" && file.iter().count() > 1;
    if is_mod { file.parent() } else { None }
}

#[test]
fn lists_are_complete_and_sorted() {
    let files = files_ending("rs");
    let mut offenders = Vec::new();
    for (folder, list) in LISTS {
        let path = Path::new(folder).join(list);
        if !files.contains(&path) {
            continue;
        }
        let text = read(&path);
        let declared = declared_modules(&text);
        for pair in declared.windows(2).filter(|pair| pair[0] >= pair[1]) {
            offenders.push(format!(
                "{}: `{}` comes after `{}`",
                path.display(),
                pair[1],
                pair[0]
            ));
        }
        for module in modules_of(Path::new(folder), list, &files) {
            if !declared.contains(&module.as_str()) {
                offenders.push(format!("{} does not name `{module}`", path.display()));
            }
        }
    }
    assert_none(&offenders, "lists that are incomplete or unsorted");
}

/// Files that may name this one in a `mod` line.
fn parents(file: &Path, roots: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let folder = match folder_of_mod(file) {
        Some(folder) => folder.parent(),
        None => file.parent(),
    };
    let folder = folder.unwrap_or(Path::new(""));
    let mut parents = vec![folder.join("mod.rs"), folder.with_extension("rs")];
    parents.extend(
        roots
            .iter()
            .filter(|root| root.parent() == Some(folder))
            .cloned(),
    );
    parents
}

/// The manifests of our workspaces: the fuzz targets and the worked example have one of their own.
const WORKSPACES: [&str; 3] = [
    "Cargo.toml",
    "plugins/examples/brevity-rust/Cargo.toml",
    "tests/fuzz/Cargo.toml",
];

/// What `tunesmith plugin new` writes: sources of somebody else's crates, compiled by the tests of that command.
const TEMPLATES: &str = "crates/tunesmith-cli/templates";

/// The files cargo starts from, relative to the root of the tree.
fn crate_roots() -> BTreeSet<PathBuf> {
    let metadata = WORKSPACES.map(|manifest| {
        let mut command = MetadataCommand::new();
        let command = command.manifest_path(root().join(manifest)).no_deps();
        command.exec().unwrap()
    });
    let targets = metadata
        .iter()
        .flat_map(|metadata| &metadata.packages)
        .flat_map(|package| &package.targets);
    targets
        .filter_map(|target| target.src_path.strip_prefix(root()).ok())
        .map(PathBuf::from)
        .collect()
}

#[test]
fn no_source_file_is_forgotten() {
    let files = files_ending("rs");
    let roots = crate_roots();
    let mut offenders = Vec::new();
    let is_ours = |file: &&PathBuf| !roots.contains(*file) && !file.starts_with(TEMPLATES);
    for file in files.iter().filter(is_ours) {
        let name = match folder_of_mod(file) {
            Some(folder) => folder.file_name(),
            None => file.file_stem(),
        };
        let name = name.unwrap().to_str().unwrap();
        let is_named = parents(file, &roots)
            .iter()
            .filter(|parent| files.contains(parent))
            .any(|parent| declared_modules(&read(parent)).contains(&name));
        if !is_named {
            offenders.push(format!("{}: no `mod {name};` leads to it", file.display()));
        }
    }
    assert_none(&offenders, "source files that are not compiled");
}

#[test]
fn every_guest_is_built_as_a_library() {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let offenders: Vec<_> = metadata
        .packages
        .iter()
        .flat_map(|package| &package.targets)
        .filter(|target| target.src_path.starts_with(root().join(GUESTS)))
        .filter(|target| {
            !target
                .crate_types
                .contains(&cargo_metadata::CrateType::CDyLib)
        })
        .map(|target| {
            format!(
                "{} has no [[example]] with crate-type [\"cdylib\"]",
                target.name
            )
        })
        .collect();
    assert_none(
        &offenders,
        "guests that tests/guests/Cargo.toml does not list",
    );
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let crate_folder = Path::new("crates/tunesmith-validate");
    let files = files();
    let names = |folder: &str, ending: &str| -> BTreeSet<String> {
        let folder = crate_folder.join(folder);
        files
            .iter()
            .filter(|file| file.parent() == Some(&folder))
            .filter(|file| file.extension().is_some_and(|found| found == ending))
            .filter_map(|file| Some(file.file_stem()?.to_str()?.replace('_', "-")))
            .filter(|name| name != "mod")
            .collect()
    };
    let (rules, pages) = (names("src/rules", "rs"), names("rules", "md"));
    let mut offenders: Vec<_> = rules
        .difference(&pages)
        .map(|rule| format!("the rule {rule} has no page rules/{rule}.md"))
        .collect();
    offenders.extend(
        pages
            .difference(&rules)
            .map(|page| format!("the page rules/{page}.md has no rule")),
    );
    assert_none(&offenders, "rules and pages that do not match");
}

#[test]
fn modules_and_parents_are_found() {
    let text = "\
mod first;\n\
pub mod second;\n\
pub(crate) mod third;\n\
    mod indented;\n\
mod inline {\n\
}\n\
// mod comment;\n\
use a::b;\n";
    assert_eq!(
        declared_modules(text),
        ["first", "second", "third", "indented"]
    );

    let files = ["a/mod.rs", "a/b.rs", "a/c/mod.rs", "a/c/d.rs", "e.rs"].map(PathBuf::from);
    let modules: Vec<_> = modules_of(Path::new("a"), "mod.rs", &files)
        .into_iter()
        .collect();
    assert_eq!(modules, ["b", "c"]);

    let roots = BTreeSet::from([PathBuf::from("a/lib.rs"), PathBuf::from("x/main.rs")]);
    let expected = ["a/mod.rs", "a.rs", "a/lib.rs"].map(PathBuf::from);
    assert_eq!(parents(Path::new("a/b.rs"), &roots), expected);
    assert_eq!(parents(Path::new("a/c/mod.rs"), &roots), expected);
}

//! The tree as the checks of this folder see it: the files that are ours, and one way to tell what is wrong with them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace root.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests package lies in a folder of the workspace")
}

/// Every file of ours, relative to the root and sorted: what git tracks or would track; without git, what is there.
pub(super) fn files() -> Vec<PathBuf> {
    let mut files = git_files().unwrap_or_else(|| {
        let mut found = Vec::new();
        walk(root(), &mut found);
        found
    });
    files.retain(|file| root().join(file).is_file());
    files.sort();
    files
}

/// Those with this ending.
pub(super) fn files_ending(ending: &str) -> Vec<PathBuf> {
    let mut files = files();
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files
}

fn git_files() -> Option<Vec<PathBuf>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .ok()?;
    let names = String::from_utf8(output.stdout).ok()?;
    let files: Vec<_> = names.split_terminator('\0').map(PathBuf::from).collect();
    // An unpacked archive inside somebody else's repository is not tracked there.
    (output.status.success() && files.contains(&PathBuf::from("Cargo.toml"))).then_some(files)
}

/// What tools write into the tree, and what lies there by its nature.
const NOT_OURS: [&str; 5] = [".git", "dist", "node_modules", "runs", "target"];

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !NOT_OURS.iter().any(|name| path.ends_with(name)) {
                walk(&path, found);
            }
        } else {
            found.push(path.strip_prefix(root()).unwrap().to_owned());
        }
    }
}

/// The text of a file of ours; bytes that are no UTF-8 are replaced.
pub(super) fn read(file: &Path) -> String {
    let bytes = std::fs::read(root().join(file)).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Fails with all offenders, one a line, under the rule they break.
#[track_caller]
pub(super) fn assert_none(offenders: &[String], rule: &str) {
    assert!(
        offenders.is_empty(),
        "{rule}\n  {}\n",
        offenders.join("\n  ")
    );
}

#[test]
fn walking_finds_what_git_knows() {
    let Some(mut tracked) = git_files() else {
        return;
    };
    tracked.retain(|file| root().join(file).is_file());
    let mut walked = Vec::new();
    walk(root(), &mut walked);
    let missed: Vec<_> = tracked
        .iter()
        .filter(|file| !walked.contains(file))
        .map(|file| file.display().to_string())
        .collect();
    assert_none(&missed, "files that git tracks and walking does not find");
}

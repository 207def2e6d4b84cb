//! `cargo xtask gen`: the committed files that are made from the code. The `tunesmith` binary writes them, this command
//! puts them into their places, or with `--check` compares.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::plugins;
use crate::workspace::{Profile, Workspace, make_empty_folder, make_folder, must_succeed};

#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    /// Write nothing; fail if a committed file differs from what would be written
    #[arg(long)]
    check: bool,
}

/// What `tunesmith generate-docs FOLDER` writes, and where it belongs in the tree.
const FILES: [(&str, &str); 3] = [
    ("cli.md", "docs/cli.md"),
    ("recipe.schema.json", "recipes/recipe.schema.json"),
    ("rules.md", "docs/rules.md"),
];

/// Writes the files or compares them.
///
/// # Errors
/// When `tunesmith` does not build or run, a file can not be read or written, or `--check` finds a difference.
pub(crate) fn run(workspace: &Workspace, args: &GenerateArgs) -> Result<()> {
    if args.check {
        return check(workspace);
    }
    for (made, committed) in generate(workspace)? {
        if let Some(folder) = committed.parent() {
            make_folder(folder)?;
        }
        std::fs::copy(&made, &committed)
            .map_err(|cause| Failure::file("write", &committed, &cause))?;
        println!("wrote {}", workspace.shown(&committed));
    }
    Ok(())
}

/// Compares the committed files with what the code makes now, and names every one that differs.
///
/// # Errors
/// As [`run`] with `--check`.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut differences = Vec::new();
    for (made, committed) in generate(workspace)? {
        let made = read(&made)?;
        let difference = match std::fs::read_to_string(&committed) {
            Ok(text) => first_difference(&text, &made),
            Err(cause) => Some(format!("can not be read: {cause}")),
        };
        let shown = workspace.shown(&committed);
        match difference {
            None => println!("{shown} is up to date"),
            Some(difference) => differences.push(format!("{shown}: {difference}")),
        }
    }
    let made = pages(&workspace.target.join("generated/plugins"))?;
    let committed = pages(&workspace.root.join(PLUGIN_PAGES))?;
    let orphans = committed.iter().filter(|page| !made.contains(page));
    differences
        .extend(orphans.map(|page| {
            format!("{PLUGIN_PAGES}/{page}: there is no such plugin; delete the page")
        }));
    if differences.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "generated files are out of date\n{}",
            differences.join("\n")
        ))
        .help("run `cargo xtask gen` and commit what it writes"))
    }
}

/// Has `tunesmith` write the files into a scratch folder; gives each with its place in the tree.
fn generate(workspace: &Workspace) -> Result<Vec<(PathBuf, PathBuf)>> {
    let tunesmith = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Dev)?;
    // Their pages are made from what they say of themselves; the command looks for them beside itself.
    plugins::run(workspace)?;
    let folder = workspace.target.join("generated");
    make_empty_folder(&folder)?;
    must_succeed(Command::new(&tunesmith).arg("generate-docs").arg(&folder))?;
    let mut files: Vec<(PathBuf, PathBuf)> = FILES
        .iter()
        .map(|(made, committed)| (folder.join(made), workspace.root.join(committed)))
        .collect();
    for page in pages(&folder.join("plugins"))? {
        files.push((
            folder.join("plugins").join(&page),
            workspace.root.join(PLUGIN_PAGES).join(&page),
        ));
    }
    Ok(files)
}

/// Where the pages of the standard plugins lie.
const PLUGIN_PAGES: &str = "docs/plugins";

/// Names of the pages in a folder, sorted; none where there is no folder.
fn pages(folder: &Path) -> Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Failure::file("read", folder, &cause)),
    };
    let names = entries.flatten();
    let mut names: Vec<String> = names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|cause| Failure::file("read", path, &cause))
}

/// The first line that is not the same, with both readings; `None` where the texts are equal.
pub(crate) fn first_difference(committed: &str, made: &str) -> Option<String> {
    if committed == made {
        return None;
    }
    let quoted = |line: Option<&str>| {
        line.map_or_else(
            || "the file has ended".to_owned(),
            |line| format!("{line:?}"),
        )
    };
    // Why not `lines`: it hides a carriage return and a missing newline at the end.
    let mut old = committed.split('\n');
    let mut new = made.split('\n');
    let mut number = 1;
    loop {
        let (old, new) = (old.next(), new.next());
        if old != new {
            return Some(format!(
                "first difference in line {number}\n  committed: {}\n  generated: {}",
                quoted(old),
                quoted(new)
            ));
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_differing_line_is_named_with_both_readings() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            first_difference("a\nb\nc\n", "a\nB\nC\n").unwrap(),
            "first difference in line 2\n  committed: \"b\"\n  generated: \"B\""
        );
        assert_eq!(
            first_difference("a\r\n", "a\n").unwrap(),
            "first difference in line 1\n  committed: \"a\\r\"\n  generated: \"a\""
        );
        assert_eq!(
            first_difference("a", "a\nb").unwrap(),
            "first difference in line 2\n  committed: the file has ended\n  generated: \"b\""
        );
    }
}

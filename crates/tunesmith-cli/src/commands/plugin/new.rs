//! `tunesmith plugin new`: a plugin to begin with, which builds and passes its golden vectors as it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::authoring::carried::{self, filled};
use crate::authoring::language::{COMPONENTIZE_PY, COMPONENTIZE_QJS, Language};
use crate::authoring::make::write;
use crate::env::{Env, Outcome};
use crate::error::CliError;

/// Begin a plugin: source, settings, documentation and golden vectors that pass
#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// Its name: lower case words joined by `-`, the domain first, such as brevity-scorer
    name: String,
    /// What it does: make examples, score them, score them with a model's help, or keep and drop them
    #[arg(long, value_enum)]
    kind: Kind,
    /// What it is written in
    #[arg(long, value_enum)]
    lang: Language,
    /// The folder to put the plugin's folder into [default: this one]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Generator,
    Scorer,
    Judge,
    Filter,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::Scorer => "scorer",
            Self::Judge => "judge",
            Self::Filter => "filter",
        }
    }

    /// One sentence that is true of the template.
    fn summary(self) -> &'static str {
        match self {
            Self::Generator => {
                "Asks a model for questions and answers about given topics, in three levels of difficulty"
            }
            Self::Scorer => {
                "Scores answers by their length in words: 1 up to a limit, falling beyond it"
            }
            Self::Judge => "Asks a model to rate each conversation from 1 to 5 under a rubric",
            Self::Filter => "Keeps examples to which every scorer gave at least a given score",
        }
    }
}

pub(super) fn run(args: &NewArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let NewArgs {
        name,
        kind,
        lang,
        dir,
    } = args;
    check_name(name)?;
    let folder = dir.as_deref().unwrap_or(Path::new("")).join(name);
    // Made here and not before: a folder of somebody else's is never written into.
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    parent
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::create_dir(&folder))
        .map_err(|error| {
            let error = CliError::new(format!("{} can not be made: {error}", folder.display()));
            error.help("choose another name or, with --dir, another place")
        })?;
    for (path, text) in files(name, *kind, *lang) {
        write(&folder.join(path), &text)?;
    }
    let setup = lang.setup();
    let setup = if setup.is_empty() {
        setup
    } else {
        format!("\n  {setup}")
    };
    writeln!(
        env.out,
        "{}: a {} in {}; write it in {}\n\n  cd {}{setup}\n  tunesmith plugin build\n  tunesmith plugin test .",
        folder.display(),
        kind.name(),
        lang.title(),
        folder.join(lang.source()).display(),
        folder.display(),
    )?;
    Ok(Outcome::Fine)
}

fn check_name(name: &str) -> Result<(), CliError> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let starts_well = name.starts_with(|letter: char| letter.is_ascii_lowercase());
    // Names of the SDKs, of files beside the source, and of what Rust and Python keep for themselves.
    let is_taken = [
        "build",
        "core",
        "plugin",
        "std",
        "sdk",
        "test",
        "tunesmith",
        "tunesmith-plugin-sdk",
        "wit",
    ]
    .contains(&name);
    if is_taken || !starts_well || !name.split('-').all(is_word) {
        let why = if is_taken {
            "something else bears it"
        } else {
            "it must be lower case words joined by `-`"
        };
        return Err(
            CliError::new(format!("`{name}` can not be a plugin's name: {why}"))
                .help("say the domain, then the kind: brevity-scorer"),
        );
    }
    Ok(())
}

/// All files of the plugin and their texts.
fn files(name: &str, kind: Kind, lang: Language) -> Vec<(String, String)> {
    let type_name = type_name(name);
    let setup = lang.setup();
    let setup = if setup.is_empty() {
        setup
    } else {
        format!("{setup}\n")
    };
    let use_it = if kind == Kind::Scorer {
        format!("tunesmith score data.jsonl --plugin ./{name}.wasm -o scored.jsonl")
    } else {
        format!(
            "tunesmith plugin show ./{name}.wasm   # a recipe names it: plugin = \"./{name}.wasm\""
        )
    };
    let sdk = match lang {
        Language::Rust => "sdk/".to_owned(),
        _ => lang.sdk_files().join("`, `"),
    };
    let values = [
        ("name", name),
        ("type", type_name.as_str()),
        ("kind", kind.name()),
        ("summary", kind.summary()),
        ("language", lang.title()),
        ("setup", setup.as_str()),
        ("try", use_it.as_str()),
        ("source", lang.source()),
        ("manifest", lang.manifest()),
        ("sdk", sdk.as_str()),
        ("componentize_py", COMPONENTIZE_PY),
        ("componentize_qjs", COMPONENTIZE_QJS),
        ("tunesmith", env!("CARGO_PKG_VERSION")),
    ];
    let template = |name: &str| filled(carried::text(name), &values);
    let of_kind = |ending: &str| template(&format!("shared/{}.{ending}", kind.name()));
    let (of_language, source) = (lang.folder(), lang.source());
    let extension = source.rsplit('.').next().unwrap_or_default();
    let mut text = template(&format!("{of_language}/{}.{extension}", kind.name()));
    if lang == Language::Rust {
        // Without its own header.
        let end = template("rust/end.rs");
        text.push_str(end.split_once('\n').map_or("", |(_, end)| end));
    }
    let mut files = vec![
        (".gitignore".to_owned(), template("shared/gitignore")),
        ("README.md".to_owned(), template("shared/README.md")),
        ("documentation.md".to_owned(), of_kind("md")),
        ("golden.jsonl".to_owned(), of_kind("jsonl")),
        (
            lang.manifest().to_owned(),
            template(&format!("{of_language}/{}", lang.manifest())),
        ),
        (source.to_owned(), text),
    ];
    let carried_as = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    for name in lang.sdk_files() {
        files.push(carried_as(
            name,
            carried::text(&format!("{of_language}/{name}")),
        ));
    }
    for (name, text) in carried::under("sdk/wit/") {
        files.push(carried_as(&format!("wit/{name}"), text));
    }
    if lang == Language::Rust {
        files.push(("sdk/Cargo.toml".to_owned(), template("rust/sdk.toml")));
        for (name, text) in carried::under("sdk/") {
            // The bindings name the contract as it lies in our own tree.
            let name = name.replace("wit/", "wit/v0_1/");
            files.push(carried_as(&format!("sdk/{name}"), text));
        }
        files.retain(|(name, _)| !name.starts_with("wit/"));
    }
    files
}

/// `brevity-scorer` as the name of a type: `BrevityScorer`.
fn type_name(name: &str) -> String {
    name.split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::{Kind, check_name, files, type_name};
    use crate::authoring::language::Language;

    /// A word in double braces; types in comments of JavaScript have spaces.
    fn has_placeholder(line: &str) -> bool {
        line.split("{{").skip(1).any(|rest| {
            let name = rest.split_once("}}").map_or("", |(name, _)| name);
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
    }

    #[test]
    fn no_placeholder_is_left_in_any_of_the_twelve() {
        for kind in Kind::value_variants() {
            for lang in Language::ALL {
                for (path, text) in files("a-b2", *kind, lang) {
                    let left = text.lines().find(|line| has_placeholder(line));
                    let is_ours = !path.starts_with("sdk/");
                    assert!(
                        left.is_none() || !is_ours,
                        "{lang:?} {kind:?} {path}: {left:?}"
                    );
                }
            }
        }
    }

    /// The SDK's manifest is written out for plugins; what it depends on must be what it is tested with.
    #[test]
    fn the_carried_sdk_depends_on_what_the_workspace_does() {
        let root: toml::Table = toml::from_str(include_str!("../../../../../Cargo.toml")).unwrap();
        let own: toml::Table =
            toml::from_str(include_str!("../../../../tunesmith-plugin-sdk/Cargo.toml")).unwrap();
        let carried: toml::Table =
            toml::from_str(include_str!("../../../templates/plugin/rust/sdk.toml")).unwrap();
        let carried = carried["dependencies"].as_table().unwrap();
        let names = own["dependencies"].as_table().unwrap().keys();
        assert!(names.eq(carried.keys()));
        for (name, version) in carried {
            assert_eq!(*version, root["workspace"]["dependencies"][name], "{name}");
        }
    }

    #[test]
    fn names_are_words_joined_by_hyphens() {
        assert_eq!(type_name("a-b2"), "AB2");
        check_name("brevity-scorer").unwrap();
        for wrong in [
            "",
            "Brevity",
            "a--b",
            "-a",
            "2a",
            "a_b",
            "tunesmith",
            "../a",
        ] {
            check_name(wrong).unwrap_err();
        }
    }
}

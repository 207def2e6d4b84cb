//! The languages plugins can be written in: how a folder shows its language, and which files it has.

use std::path::Path;

use crate::error::CliError;

/// The version of componentize-py that is tested; it makes components of Python.
pub(crate) const COMPONENTIZE_PY: &str = "0.25.1";

/// The version of componentize-qjs that is tested; it makes components of JavaScript.
pub(crate) const COMPONENTIZE_QJS: &str = "0.4.5";

/// What a plugin is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    Rust,
    Python,
    #[value(name = "javascript")]
    JavaScript,
}

impl Language {
    pub(crate) const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::JavaScript];

    /// As people write it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
        }
    }

    /// The folder of its templates.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    /// The file that says what the plugin is; by it a folder shows its language.
    pub(crate) fn manifest(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::Python => "pyproject.toml",
            Self::JavaScript => "package.json",
        }
    }

    /// Where the author writes.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::Rust => "src/lib.rs",
            Self::Python => "plugin.py",
            Self::JavaScript => "plugin.js",
        }
    }

    /// The files of the SDK that lie beside the source: their names, which are their names among the templates too.
    pub(crate) fn sdk_files(self) -> &'static [&'static str] {
        match self {
            Self::Rust => &[],
            Self::Python => &["tunesmith.py"],
            Self::JavaScript => &["tunesmith.js", "tunesmith.d.ts"],
        }
    }

    /// What is typed once before the first build; nothing for most.
    pub(crate) fn setup(self) -> String {
        match self {
            Self::Rust => String::new(),
            Self::Python => format!(
                "python3 -m venv .venv && .venv/bin/pip install componentize-py=={COMPONENTIZE_PY}"
            ),
            Self::JavaScript => "npm install".to_owned(),
        }
    }

    /// The language of the plugin in a folder.
    pub(crate) fn of_folder(folder: &Path) -> Result<Self, CliError> {
        let found: Vec<Self> = Self::ALL
            .into_iter()
            .filter(|language| folder.join(language.manifest()).is_file())
            .collect();
        match found.as_slice() {
            [language] => Ok(*language),
            [] => Err(CliError::new(format!(
                "{} holds no plugin's source: there is no Cargo.toml, pyproject.toml or package.json",
                shown(folder)
            ))
            .help("`tunesmith plugin new NAME --kind scorer --lang python` begins one")),
            several => {
                let names: Vec<&str> = several.iter().map(|found| found.manifest()).collect();
                Err(CliError::new(format!(
                    "what {} is written in can not be told: it holds {}",
                    shown(folder),
                    names.join(" and ")
                ))
                .help("give each plugin a folder of its own"))
            }
        }
    }
}

/// A folder as messages name it.
pub(crate) fn shown(folder: &Path) -> std::borrow::Cow<'_, str> {
    if folder.as_os_str().is_empty() || folder == Path::new(".") {
        "this folder".into()
    } else {
        folder.to_string_lossy()
    }
}

//! Runs the real `tunesmith` in a folder of its own and gives back all it says, with folders and addresses replaced.
//!
//! What a run sees depends on nothing of this machine: the environment is empty but for a cache folder, and the standard plugins lie
//! beside the binary. The binary is built by cargo, once per test process, so it is never older than the tests.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;
use tunesmith_tests::artifacts;
use tunesmith_tests::server::{Request, Server};

/// The plugins that every recipe can name.
const PLUGINS: [&str; 4] = [
    "math-generator",
    "math-scorer",
    "support-generator",
    "text-quality-scorer",
];

/// Exact maths and conversations from a model, each checked: small, and with something to take out.
pub(super) const MIXED: &str = r#"version = 1
name = "mixed"
rng_seed = 7

[models.local]
base_url = "http://127.0.0.1:9/v1"
model = "test"
concurrency = 2

[[generators]]
name = "math"
plugin = "math-generator"
count = 14
settings = { flawed_share = 0.4 }

[[generators]]
name = "support"
plugin = "support-generator"
model = "local"
count = 4
seeds = "seeds.jsonl"

[[scorers]]
name = "arithmetic"
plugin = "math-scorer"
only = ["math"]

[[scorers]]
name = "quality"
plugin = "text-quality-scorer"

[[filters]]
name = "correct"
keep = "arithmetic.value == 1.0"
only = ["math"]

[[filters]]
name = "readable"
keep = "quality.value >= 0.5"

[split]
validation = 0.1
"#;

/// Twelve conversations, one request each and nothing else: for servers that break and runs that are killed.
pub(super) const ASKING: &str = r#"version = 1
name = "asking"
rng_seed = 7

[models.local]
base_url = "http://127.0.0.1:9/v1"
model = "test"
concurrency = 2
answer_mode = "native"
max_attempts = 1

[[generators]]
name = "support"
plugin = "support-generator"
model = "local"
count = 12
seeds = "seeds.jsonl"

[split]
validation = 0.1
"#;

/// Two products, so that tasks go round them.
pub(super) const SEEDS: &str = r#"{"product":"Halden H2 desk lamp","facts":"It has three levels. Powered by USB-C.","intents":["ask how bright it gets","ask which charger to use"]}
{"product":"Halden K15 kettle","facts":"It holds 1.5 litres. Descale it with citric acid.","intents":["find out how to descale it","ask how much water it holds"]}
"#;

/// The files a run leaves for its user.
pub(super) const DATA_FILES: [&str; 3] = ["exclusions.jsonl", "train.jsonl", "validation.jsonl"];

/// The folder of the binary, with the standard plugins beside it.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed");
        fs::create_dir_all(folder.join("plugins")).unwrap();
        place(&build(), &folder.join("tunesmith"));
        for plugin in PLUGINS {
            let file = folder.join("plugins").join(format!("{plugin}.wasm"));
            place(&artifacts::plugin(plugin), &file);
        }
        folder.canonicalize().unwrap()
    })
}

/// Makes `to` the same file as `from`, at once: other test processes may be using it.
fn place(from: &Path, to: &Path) {
    let unique = to.with_extension(format!("part-{}", std::process::id()));
    fs::hard_link(from, &unique).unwrap();
    fs::rename(&unique, to).unwrap();
    // Where both were the same file already, renaming did nothing.
    let _ = fs::remove_file(&unique);
}

/// Builds `tunesmith` the way these tests were built and gives its path.
fn build() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.ancestors().nth(2).expect("tests lie in deps/");
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        // Why the workspace and a test: so cargo chooses the features that `cargo test --workspace` has built everything with.
        .args(["build", "--locked", "--workspace", "--profile", profile])
        .args(["--bin", "tunesmith", "--test", "it"])
        .env("CARGO_TARGET_DIR", folder.parent().unwrap())
        .output()
        .expect("cargo starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo build:\n{told}");
    folder.join("tunesmith")
}

/// A folder to run `tunesmith` in.
pub(super) struct Place {
    folder: TempDir,
    variables: Vec<(&'static str, &'static str)>,
}

impl Place {
    /// A folder with a recipe, `recipe.toml`, and its seeds.
    pub(super) fn with_recipe(recipe: &str) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
        };
        place.write("recipe.toml", recipe);
        place.write("seeds.jsonl", SEEDS);
        place
    }

    /// The same with an environment variable.
    pub(super) fn with_variable(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Puts a guest beside the recipe, as `NAME.wasm`.
    pub(super) fn add_guest(&self, name: &str) {
        let file = fs::read(artifacts::guest(name)).unwrap();
        self.write(&format!("{name}.wasm"), file);
    }

    /// The command, not started yet.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(installed().join("tunesmith"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("XDG_CACHE_HOME", installed().join("cache"))
            .envs(self.variables.iter().copied())
            .stdin(Stdio::null());
        command
    }

    /// Runs `tunesmith ARGUMENTS…` to its end.
    pub(super) fn tunesmith(&self, arguments: &[&str]) -> Said {
        self.said(self.command(arguments).output().expect("tunesmith starts"))
    }

    /// Runs the recipe against a server.
    pub(super) fn run(&self, server: &Server, more: &[&str]) -> Said {
        let address = address_of(server);
        let arguments = [&["run", "recipe.toml", "--base-url", &address], more].concat();
        self.tunesmith(&arguments)
    }

    /// What a command said.
    pub(super) fn said(&self, output: Output) -> Said {
        let text = |bytes| self.shown(&String::from_utf8(bytes).expect("all output is UTF-8"));
        let report_line = |line: &&str| !line.starts_with("    report.html ");
        Said {
            code: output.status.code(),
            // Why: whether a run writes a report depends on whether the page was built; `page.rs` looks at both.
            out: text(output.stdout)
                .split_inclusive('\n')
                .filter(report_line)
                .collect(),
            err: text(output.stderr),
        }
    }

    /// A text with this machine's folders, addresses and versions replaced.
    pub(super) fn shown(&self, text: &str) -> String {
        let folders = [
            (self.folder.path(), "[folder]"),
            (installed(), "[installed]"),
            (installed().parent().unwrap(), "[above]"),
        ];
        let text = folders
            .iter()
            .fold(text.to_owned(), |text, (folder, name)| {
                text.replace(folder.to_str().unwrap(), name)
            });
        without_numbers(&text)
    }

    /// The data files of a run, by name.
    pub(super) fn data_files(&self, run: &str) -> BTreeMap<&'static str, String> {
        DATA_FILES
            .into_iter()
            .map(|name| (name, self.read(&format!("{run}/{name}"))))
            .collect()
    }

    /// The lines of a JSONL file.
    pub(super) fn records(&self, name: &str) -> Vec<serde_json::Value> {
        self.read(name)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// What one command said and how it ended.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

/// The whole transcript.
impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, out, err } = self;
        if !out.is_empty() {
            writeln!(formatter, "{}", out.trim_end())?;
        }
        if !err.is_empty() {
            writeln!(formatter, "-- stderr\n{}", err.trim_end())?;
        }
        match code {
            Some(code) => write!(formatter, "-- exit {code}"),
            None => write!(formatter, "-- killed"),
        }
    }
}

/// `local=http://127.0.0.1:PORT/v1`, for `--base-url`.
pub(super) fn address_of(server: &Server) -> String {
    format!("local={}/v1", server.url())
}

/// Replaces `127.0.0.1:PORT` and versions, three numbers with dots between.
fn without_numbers(text: &str) -> String {
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ':';
    let mut shown = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_number(c)).unwrap_or(from.len());
        let (numbers, after) = from.split_at(end);
        let ends_well = numbers.trim_end_matches(['.', ':']);
        shown.push_str(before);
        shown.push_str(match ends_well {
            address if address.starts_with("127.0.0.1:") => "[server]",
            version if version.matches('.').count() == 2 && !version.contains(':') => "[version]",
            other => other,
        });
        shown.push_str(&numbers[ends_well.len()..]);
        rest = after;
    }
    shown + rest
}

/// The text with one change, which must be possible.
pub(super) fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in:\n{text}");
    text.replace(from, to)
}

/// What the server was asked, as it came, sorted.
pub(super) fn asked(requests: &[Request]) -> Vec<String> {
    let mut asked: Vec<String> = requests
        .iter()
        .filter(|request| request.method == "POST")
        .map(|request| request.text.clone())
        .collect();
    asked.sort();
    asked
}

/// An undisturbed run of a recipe: its files and what it asked.
pub(super) struct Undisturbed {
    pub(super) files: BTreeMap<&'static str, String>,
    pub(super) asked: Vec<String>,
}

/// Runs a recipe over a server that answers everything. `name` is the recipe's.
pub(super) fn undisturbed(recipe: &str, name: &str) -> Undisturbed {
    let place = Place::with_recipe(recipe);
    let server = Server::start(tunesmith_tests::server::deterministic);
    let said = place.run(&server, &[]);
    assert_eq!(said.code, Some(0), "{said}");
    Undisturbed {
        files: place.data_files(&format!("runs/{name}")),
        asked: asked(&server.requests()),
    }
}

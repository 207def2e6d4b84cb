//! Writing plugins: every command of docs/plugin-authoring.md in each language, the twelve templates, the worked examples.
//!
//! What authors install comes from target/plugin-tools, so nothing here needs a network: `cargo xtask plugin-tools` fills it, and
//! without it the parts in Python and JavaScript say that they are skipped.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use insta::assert_snapshot;

use super::harness::{Place, Said};

const PAGE: &str = include_str!("../../../docs/plugin-authoring.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The target folder, which the tests lie in.
fn target() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests.ancestors().nth(3).unwrap().to_owned()
}

/// Whether plugins in this language can be made here; if not, the output says so.
fn can_make(language: &str) -> bool {
    let tools = target().join("plugin-tools");
    let there = match language {
        "python" => tools.join("wheels").is_dir(),
        "javascript" => tools.join("npm-cache").is_dir(),
        _ => true,
    };
    if !there {
        println!(
            "SKIPPED: plugins in {language} are not made: `cargo xtask plugin-tools` fetches what it takes"
        );
    }
    there
}

/// A command that finds the tools an author has, installs from what was fetched, and writes nothing into anybody's home.
fn with_tools(mut command: Command, place: &Place) -> Command {
    let tools = target().join("plugin-tools");
    for name in ["PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let beside = place.command(&[]).get_program().to_owned();
    let beside = Path::new(&beside).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(beside).chain(std::env::split_paths(&path)));
    command
        .env("PATH", path.unwrap())
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_TARGET_DIR", target().join("plugin-authoring"))
        .env("PIP_NO_INDEX", "1")
        .env("PIP_FIND_LINKS", tools.join("wheels"))
        .env("PIP_NO_CACHE_DIR", "1")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .env("npm_config_cache", tools.join("npm-cache"))
        .env("npm_config_offline", "true")
        .env("npm_config_update_notifier", "false");
    command
}

/// The text of the block that begins with three backticks and these words.
fn block(words: &str) -> &'static str {
    let start = format!("```{words}\n");
    let (_, rest) = PAGE
        .split_once(&start)
        .unwrap_or_else(|| panic!("the page has no block `{words}`"));
    rest.split_once("```").unwrap().0
}

/// Runs one language's commands as a shell does; gives back the scored dataset.
fn follow(language: &str, scored: &str) -> Option<String> {
    if !can_make(language) {
        return None;
    }
    let place = Place::with_recipe("");
    place.write("data.jsonl", block("jsonl data.jsonl"));
    let commands = block(&format!("sh {language}"));
    let started = Instant::now();
    let mut shell = Command::new("sh");
    // The cache of compiled plugins, as every command of these tests has it.
    let envs = place.command(&[]);
    let envs = envs
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    shell
        .envs(envs)
        .current_dir(place.path(""))
        .args(["-e", "-c", commands]);
    let output = with_tools(shell, &place).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    println!(
        "{language}: from nothing to a scored dataset in {:.1} s\n{told}",
        started.elapsed().as_secs_f64()
    );
    assert!(output.status.success(), "{language}:\n{told}");
    Some(place.read(scored))
}

const SCORED: &str = r#"{"value":1.0,"marks":[],"extra":{"words":5}}
{"value":1.0,"marks":[],"extra":{"words":32}}
"#;

/// The scores of a scored dataset, whatever the plugin is called.
fn scores(text: &str) -> String {
    let score = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let scores = line["scores"].as_object().unwrap().values().next().unwrap();
        format!("{scores}\n")
    };
    text.lines().map(score).collect()
}

#[test]
fn the_page_holds_in_rust() {
    let scored = follow("rust", "scored-rs.jsonl").unwrap();
    assert_eq!(scores(&scored), SCORED);
}

#[test]
fn the_page_holds_in_python() {
    if let Some(scored) = follow("python", "scored-py.jsonl") {
        assert_eq!(scores(&scored), SCORED);
    }
}

#[test]
fn the_page_holds_in_javascript() {
    if let Some(scored) = follow("javascript", "scored-js.jsonl") {
        assert_eq!(scores(&scored), SCORED);
    }
}

fn run(place: &Place, arguments: &[&str]) -> Said {
    let output = with_tools(place.command(arguments), place)
        .output()
        .unwrap();
    place.said(output)
}

/// Puts the JavaScript tool where every folder of the place finds it.
fn with_javascript(place: &Place) {
    let package =
        fs::read_to_string(root().join("plugins/examples/brevity-javascript/package.json"));
    place.write("package.json", package.unwrap());
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent"])
        .current_dir(place.path(""));
    let output = with_tools(npm, place).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Puts the Python tool where every folder of the place finds it.
fn with_python(place: &Place) {
    let mut shell = Command::new("sh");
    shell.current_dir(place.path("")).args([
        "-e",
        "-c",
        "python3 -m venv .venv && .venv/bin/pip install --quiet componentize-py",
    ]);
    let output = with_tools(shell, place).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Begins a plugin of each kind, builds it and holds it to its golden vectors.
fn every_kind_passes(place: &Place, language: &str) {
    for kind in ["generator", "scorer", "judge", "filter"] {
        let name = format!("a-{kind}");
        let new = ["plugin", "new", &name, "--kind", kind, "--lang", language];
        for arguments in [
            &new[..],
            &["plugin", "build", &name],
            &["plugin", "test", &name],
        ] {
            let said = run(place, arguments);
            assert_eq!(said.code, Some(0), "{said}");
        }
    }
}

#[test]
fn every_kind_passes_its_own_test_in_javascript() {
    if can_make("javascript") {
        let place = Place::with_recipe("");
        with_javascript(&place);
        every_kind_passes(&place, "javascript");
    }
}

#[test]
fn every_kind_passes_its_own_test_in_python() {
    if can_make("python") {
        let place = Place::with_recipe("");
        with_python(&place);
        every_kind_passes(&place, "python");
    }
}

#[test]
fn every_kind_passes_its_own_test_in_rust() {
    every_kind_passes(&Place::with_recipe(""), "rust");
}

/// What is written is built and tested; golden vectors that do not hold are told, and it goes on.
#[test]
fn a_change_is_tested_again() {
    if !can_make("javascript") {
        return;
    }
    let place = Place::with_recipe("");
    with_javascript(&place);
    let new = [
        "plugin",
        "new",
        "e-scorer",
        "--kind",
        "scorer",
        "--lang",
        "javascript",
    ];
    run(&place, &new);
    let told = fs::File::create(place.path("told.txt")).unwrap();
    let mut command = with_tools(
        place.command(&["plugin", "test", "e-scorer", "--watch"]),
        &place,
    );
    let mut watching = command.stdout(told).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(watching.stderr.take().unwrap()).lines();
    let mut until_it_waits = || {
        let waits = |line: &std::io::Result<String>| {
            line.as_ref().unwrap().starts_with("waiting for changes")
        };
        assert!(lines.any(|line| waits(&line)), "it ended");
        place.read("told.txt")
    };
    let first = until_it_waits();
    assert!(first.contains("ok    golden vectors"), "{first}");
    assert!(!first.contains("BAD"), "{first}");
    let golden = place.read("e-scorer/golden.jsonl");
    place.write(
        "e-scorer/golden.jsonl",
        golden.replace("\"value\":1", "\"value\":7"),
    );
    let second = until_it_waits();
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(second.contains("BAD   golden vectors"), "{second}");
}

/// What a plugin in JavaScript throws is the reason, with its place; its neighbours are scored.
#[test]
fn an_error_of_javascript_reaches_the_user() {
    if !can_make("javascript") {
        return;
    }
    let place = Place::with_recipe("");
    with_javascript(&place);
    run(
        &place,
        &[
            "plugin",
            "new",
            "c-scorer",
            "--kind",
            "scorer",
            "--lang",
            "javascript",
        ],
    );
    let source = place.read("c-scorer/plugin.js");
    let broken = source.replace(
        "    const words",
        "    if (answer.content === \"Hi\") answer.nothing.here;\n    const words",
    );
    place.write("c-scorer/plugin.js", broken);
    let said = run(&place, &["plugin", "build", "c-scorer"]);
    assert_eq!(said.code, Some(0), "{said}");
    let record = |text: &str| {
        format!(
            "{{\"messages\":[{{\"role\":\"user\",\"content\":\"x\"}},{{\"role\":\"assistant\",\"content\":\"{text}\"}}]}}\n"
        )
    };
    place.write("d.jsonl", record("Hi") + &record("Hello"));
    let said = run(
        &place,
        &[
            "score",
            "d.jsonl",
            "--plugin",
            "c-scorer/c-scorer.wasm",
            "-o",
            "s.jsonl",
        ],
    );
    assert_eq!(said.code, Some(1), "{said}");
    let lines = place.read("s.jsonl");
    let why = "crashed: TypeError: cannot read property 'here' of undefined (plugin.js:31)";
    assert!(lines.lines().next().unwrap().contains(why), "{lines}");
    assert!(
        lines.lines().nth(1).unwrap().contains("\"value\":1.0"),
        "{lines}"
    );
}

/// One file of golden vectors holds three languages to the same scores, bit for bit.
#[test]
fn the_examples_share_their_golden_vectors() {
    let golden = |name: &str| {
        fs::read_to_string(
            root()
                .join("plugins/examples")
                .join(name)
                .join("golden.jsonl"),
        )
        .unwrap()
    };
    let rust = golden("brevity-rust");
    assert!(
        rust.lines()
            .all(|line| line.contains("\"score\"") || line.contains("\"error\""))
    );
    assert_eq!(golden("brevity-python"), rust);
    assert_eq!(golden("brevity-javascript"), rust);
}

/// Builds a worked example in a copy, because building writes beside the source, and holds it to its golden vectors.
fn example_passes(name: &str, language: &str) {
    if !can_make(language) {
        return;
    }
    let place = Place::with_recipe("");
    let from = root().join("plugins/examples").join(name);
    for file in [
        "documentation.md",
        "golden.jsonl",
        "package.json",
        "plugin.js",
        "plugin.py",
        "pyproject.toml",
    ] {
        if let Ok(bytes) = fs::read(from.join(file)) {
            place.write(&format!("{name}/{file}"), bytes);
        }
    }
    if language == "javascript" {
        with_javascript(&place);
    } else {
        with_python(&place);
    }
    let said = run(&place, &["plugin", "build", name]);
    assert_eq!(said.code, Some(0), "{said}");
    let said = run(&place, &["plugin", "test", name]);
    assert_eq!(said.code, Some(0), "{said}");
}

#[test]
fn the_example_in_javascript_passes() {
    example_passes("brevity-javascript", "javascript");
}

#[test]
fn the_examples_in_python_pass() {
    example_passes("brevity-python", "python");
    example_passes("riddle-python", "python");
}

/// The same numbers as the Rust SDK's own test.
#[test]
fn the_random_numbers_are_the_same_in_every_language() {
    const FIRST: &str = "6457827717110365317 3203168211198807973 9817491932198370423 -2 6";
    let templates = root().join("crates/tunesmith-cli/templates/plugin");
    let python = "import tunesmith; r = tunesmith.Rng(1234567); print(r.next_u64(), r.next_u64(), r.next_u64(), \
                  r.between(-3, 4), r.below(7))";
    let javascript = "import('./tunesmith.js').then(({ Rng }) => { const r = new Rng(1234567); \
                      console.log(`${r.nextU64()} ${r.nextU64()} ${r.nextU64()} ${r.between(-3, 4)} ${r.below(7)}`) })";
    for (program, arguments, folder) in [
        ("python3", ["-B", "-c", python], "python"),
        ("node", ["--no-warnings", "-e", javascript], "javascript"),
    ] {
        let mut command = Command::new(program);
        match command
            .args(arguments)
            .current_dir(templates.join(folder))
            .output()
        {
            Err(error) => println!("SKIPPED: {program} can not be started: {error}"),
            Ok(output) => {
                let told = String::from_utf8_lossy(&output.stdout);
                assert_eq!(
                    told.trim(),
                    FIRST,
                    "{program}: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
            }
        }
    }
}

#[test]
fn what_can_not_be_built_says_what_to_do() {
    let place = Place::with_recipe("");
    let said = |arguments: &[&str]| place.tunesmith(arguments).to_string();
    assert_snapshot!(said(&["plugin", "new", "Brevity", "--kind", "scorer", "--lang", "python"]), @r"
    -- stderr
    error: `Brevity` can not be a plugin's name: it must be lower case words joined by `-`
    help: say the domain, then the kind: brevity-scorer
    -- exit 2
    ");
    assert_snapshot!(said(&["plugin", "new", "d-scorer", "--kind", "scorer", "--lang", "python"]), @r"
    d-scorer: a scorer in Python; write it in d-scorer/plugin.py

      cd d-scorer
      python3 -m venv .venv && .venv/bin/pip install componentize-py==[version]
      tunesmith plugin build
      tunesmith plugin test .
    -- exit 0
    ");
    assert_snapshot!(said(&["plugin", "new", "d-scorer", "--kind", "scorer", "--lang", "python"]), @r"
    -- stderr
    error: d-scorer can not be made: File exists (os error 17)
    help: choose another name or, with --dir, another place
    -- exit 2
    ");
    assert_snapshot!(said(&["plugin", "build"]), @r"
    -- stderr
    error: this folder holds no plugin's source: there is no Cargo.toml, pyproject.toml or package.json
    help: `tunesmith plugin new NAME --kind scorer --lang python` begins one
    -- exit 2
    ");
    assert_snapshot!(said(&["plugin", "build", "d-scorer"]), @r"
    -- stderr
    error: a plugin in Python needs componentize-py, which is not there
    help: `python3 -m venv .venv && .venv/bin/pip install componentize-py==[version]` in the plugin's folder
    -- exit 2
    ");
    place.write("d-scorer/package.json", "{}");
    assert_snapshot!(said(&["plugin", "build", "d-scorer"]), @r"
    -- stderr
    error: what d-scorer is written in can not be told: it holds pyproject.toml and package.json
    help: give each plugin a folder of its own
    -- exit 2
    ");
    fs::remove_file(place.path("d-scorer/pyproject.toml")).unwrap();
    assert_snapshot!(said(&["plugin", "build", "d-scorer"]), @r"
    -- stderr
    error: a plugin in JavaScript needs componentize-qjs, which is not there
    help: `npm install --save-dev componentize-qjs@[version]` in the plugin's folder; npm comes with Node.js (https://nodejs.org)
    -- exit 2
    ");
}

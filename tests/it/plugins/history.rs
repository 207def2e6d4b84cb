//! Plugins that were compiled for released lines of the API are loaded, configured and called for ever; and a released line's WIT is
//! not edited.

use std::path::{Path, PathBuf};

use tunesmith_core::{
    Answer, Digest, Extra, JsonText, Reply, Score, Scored, Scores, Step, Task, Verdict,
};
use tunesmith_plugin_host::{Plugin, PluginKind};

use super::{MARKER, example, host};

/// The folder of each line under `wit/`, and the sha256 of what is in it.
const FROZEN: [(&str, &str); 1] = [(
    "v0_1",
    "a8a07c3333ea6cd952a6bfe2bcf10aebdcf5fef3403bb41affcb4b7d91511957",
)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Names and contents of all files of a folder, in order, without regard to how a checkout ends lines.
fn folder_digest(folder: &Path) -> String {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts = files.iter().map(|file| {
        let name = file.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(file).unwrap().replace("\r\n", "\n");
        format!("{name} {}\n{text}", text.len())
    });
    Digest::of_file(texts.collect::<String>().as_bytes())
}

#[test]
fn a_released_line_is_not_edited() {
    for (line, expected) in FROZEN {
        let folder = root().join("crates/tunesmith-plugin-sdk/wit").join(line);
        let found = folder_digest(&folder);
        assert_eq!(
            found, expected,
            "wit/{line} was edited, and plugins compiled for it are out in the world. Put it back. A wish for a break goes into \
             wit/PENDING.md; a new line is a new folder with an adapter of its own under tunesmith-plugin-host/src/api/, and a row of \
             FROZEN once a version with it is out. Comments count too: they are the contract."
        );
    }
}

#[test]
fn every_line_has_its_history() {
    let lines = std::fs::read_dir(root().join("crates/tunesmith-plugin-sdk/wit")).unwrap();
    let mut lines: Vec<String> = lines
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    lines.sort();
    assert_eq!(
        lines,
        FROZEN.map(|(line, _)| line),
        "a line without a row of FROZEN"
    );
    for line in lines {
        for kind in PluginKind::ALL {
            let file = history(&line, kind);
            assert!(
                file.is_file(),
                "{} is missing: see tests/api-history/README.md",
                file.display()
            );
        }
    }
}

fn history(line: &str, kind: PluginKind) -> PathBuf {
    root().join(format!("tests/api-history/{line}/{kind}.wasm"))
}

fn load(kind: PluginKind) -> Plugin {
    let plugin = host().load_file(&history("v0_1", kind)).unwrap();
    assert_eq!((plugin.kind(), plugin.api()), (kind, "0.1"));
    assert_eq!(plugin.name(), format!("ok-{kind} 0.1.0"));
    plugin
}

fn settings() -> JsonText {
    JsonText::parse(r#"{"full_length": 32}"#).unwrap()
}

#[test]
fn a_scorer_of_line_0_1_scores() {
    let scorer = load(PluginKind::Scorer).scorer(&settings()).unwrap();
    let scores = scorer
        .score(&[example("eight 8."), example(MARKER)])
        .unwrap();
    let marked = Score {
        value: 0.0,
        marks: vec!["marked".to_owned()],
        note: Some("carries the marker".to_owned()),
        extra: Extra::parse(r#"{"times":1}"#).unwrap(),
    };
    // "Say something." and "eight 8." have 22 bytes.
    let plain = Score {
        value: 22.0 / 32.0,
        ..Score::default()
    };
    assert_eq!(scores, [plain, marked]);
}

fn reply(value: Option<&str>) -> Reply {
    Reply::Answered(Answer {
        content: "seven".to_owned(),
        value: value.map(|value| JsonText::parse(value).unwrap()),
        finish_reason: "stop".to_owned(),
        extra: Extra::default(),
    })
}

#[test]
fn a_generator_of_line_0_1_asks_and_tells() {
    let generator = load(PluginKind::Generator).generator(&settings()).unwrap();
    let task = Task {
        index: 7,
        rng_seed: 1,
        seed: None,
    };
    let Step::Ask { requests, state } = generator.begin(&task).unwrap() else {
        panic!("it asks first")
    };
    assert_eq!(
        requests[0].messages[0].plain_text(),
        "Ask something about 7."
    );
    let Step::Done(examples) = generator.resume(&state, &[reply(None)]).unwrap() else {
        panic!("it is done then")
    };
    assert_eq!(examples[0].messages[1].plain_text(), "seven");
    assert_eq!(examples[0].metadata.to_text(), r#"{"task":7}"#);
}

#[test]
fn a_judge_of_line_0_1_asks_and_scores() {
    let judge = load(PluginKind::Judge).judge(&settings()).unwrap();
    let Step::Ask { requests, state } = judge.begin(&[example("a")]).unwrap() else {
        panic!("it asks first")
    };
    assert!(requests[0].answer_schema.is_some());
    let Step::Done(scores) = judge
        .resume(&state, &[reply(Some(r#"{"rating":0.25}"#))])
        .unwrap()
    else {
        panic!("it is done then")
    };
    assert_eq!(scores[0].value, 0.25);
}

#[test]
fn a_filter_of_line_0_1_decides() {
    let filter = load(PluginKind::Filter).filter(&settings()).unwrap();
    let scores = |value| {
        let score = Score {
            value,
            ..Score::default()
        };
        Scores::from_iter([("quality".to_owned(), score)])
    };
    let (example, high, low) = (example("a"), scores(0.5), scores(0.25));
    let scored = |scores| Scored {
        example: &example,
        scores,
    };
    let verdicts = filter.verdicts(&[scored(&high), scored(&low)]).unwrap();
    let reason = "quality-is-low".to_owned();
    assert_eq!(verdicts, [Verdict::Keep, Verdict::Drop { reason }]);
}

/// How the files were made: see tests/api-history/README.md. Never writes over one that is there.
#[test]
#[ignore = "writes the files of a line that is about to be released"]
fn write_the_history_of_a_line() {
    let from = std::env::var("GUESTS").expect("GUESTS names the folder of compiled guests");
    for kind in PluginKind::ALL {
        let to = history(FROZEN[FROZEN.len() - 1].0, kind);
        if to.exists() {
            println!("{} is there already; it is kept", to.display());
            continue;
        }
        let module = std::fs::read(Path::new(&from).join(format!("{kind}_ok.wasm"))).unwrap();
        let encoder = wit_component::ComponentEncoder::default()
            .module(&without_names(&module))
            .unwrap();
        let component = encoder.validate(true).encode().unwrap();
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(&to, component).unwrap();
    }
}

/// The module without what only debuggers read.
fn without_names(module: &[u8]) -> Vec<u8> {
    let mut kept = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        let payload = payload.unwrap();
        if matches!(&payload, wasmparser::Payload::CustomSection(section) if !section.name().starts_with("component-type"))
        {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let data = &module[range];
            kept.section(&wasm_encoder::RawSection { id, data });
        }
    }
    kept.finish()
}

//! Loading: what a plugin says it is, and each reason not to load.

use tunesmith_core::{Digest, JsonText};
use tunesmith_plugin_host::{Description, Host, HostSettings, Limits, PluginKind};

use super::{bytes, example, host, load, no_settings};

/// The guest as the component other tools would make of it.
pub(super) fn component(guest: &str) -> Vec<u8> {
    let encoder = wit_component::ComponentEncoder::default()
        .module(&bytes(guest))
        .unwrap();
    encoder.validate(true).encode().unwrap()
}

#[test]
fn a_plugin_says_what_it_is() {
    let plugin = load(&host(), "scorer_ok").unwrap();
    let schema = r#"{"type":"object","properties":{"full_length":{"type":"integer","minimum":1}},"additionalProperties":false}"#;
    let expected = Description {
        name: "ok-scorer".to_owned(),
        version: "0.1.0".to_owned(),
        summary: "scores by length".to_owned(),
        licence: "Apache-2.0".to_owned(),
        authors: vec![],
        documentation: String::new(),
        settings_schema: JsonText::parse(schema).unwrap(),
        abilities: vec![],
    };
    assert_eq!(plugin.description(), &expected);
    assert_eq!(plugin.kind(), PluginKind::Scorer);
    assert_eq!(plugin.name(), "ok-scorer 0.1.0");
    assert_eq!(plugin.imports(), ["tunesmith:plugin/log@0.1.0"]);
    assert_eq!(plugin.digest(), Digest::of_file(&bytes("scorer_ok")));
    assert_eq!(
        load(&host(), "generator_ok").unwrap().kind(),
        PluginKind::Generator
    );
    assert_eq!(load(&host(), "judge_ok").unwrap().kind(), PluginKind::Judge);
}

#[test]
fn a_ready_component_is_as_good_as_a_core_module() {
    let host = host();
    let wrapped = host
        .load(&component("scorer_ok"), "component.wasm")
        .unwrap();
    let core = load(&host, "scorer_ok").unwrap();
    assert_eq!(wrapped.description(), core.description());
    let batch = [example("short"), example("a longer answer than that")];
    let scores = |plugin: &tunesmith_plugin_host::Plugin| {
        plugin
            .scorer(&no_settings())
            .unwrap()
            .score(&batch)
            .unwrap()
    };
    assert_eq!(scores(&wrapped), scores(&core));
}

#[track_caller]
fn refuses(file: &[u8], expected: &str) {
    let error = host()
        .load(file, "x.wasm")
        .err()
        .map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some(expected));
}

#[test]
fn what_is_no_plugin_is_refused_in_words() {
    let not_wasm = "`x.wasm` is not a WebAssembly file; name the `.wasm` file that \
                    `cargo build --target wasm32-unknown-unknown` makes";
    refuses(b"", not_wasm);
    refuses(b"{\"messages\":[]}", not_wasm);
    refuses(
        &bytes("not_a_plugin"),
        "`x.wasm` is WebAssembly but no tunesmith plugin: it exports nothing of `tunesmith:plugin`; \
         a Rust plugin ends with `tunesmith_plugin_sdk::export!(scorer: …)`",
    );
}

#[test]
fn the_network_is_refused_before_anything_runs() {
    let expected = "`x.wasm` wants what a plugin does not get: \
                    `wasi:sockets/instance-network@0.2.0` (the network); a plugin may import only \
                    `tunesmith:plugin/log`: build it for wasm32-unknown-unknown, and hand data in as settings or seeds";
    refuses(&bytes("scorer_asks_network"), expected);
    refuses(&component("scorer_asks_network"), expected);
}

/// Every beginning of a file, and every file with one byte changed, is loaded or refused; nothing panics.
#[test]
fn broken_files_are_refused() {
    let host = host();
    let whole = component("scorer_too_few");
    for cut in (0..whole.len()).step_by(whole.len() / 40) {
        assert!(
            host.load(&whole[..cut], "cut.wasm").is_err(),
            "the first {cut} bytes"
        );
    }
    let whole = bytes("not_a_plugin");
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 0x55;
        assert!(
            host.load(&changed, "changed.wasm").is_err(),
            "byte {place} changed"
        );
    }
}

#[test]
fn settings_are_refused_before_the_run() {
    let plugin = load(&host(), "scorer_ok").unwrap();
    for (settings, expected) in [
        (
            r#"{"full_lenght":3}"#,
            "`scorer_ok.wasm`: plugin `ok-scorer 0.1.0` refuses its settings: the settings do not fit: unknown field \
             `full_lenght`, expected `full_length` at line 1 column 14",
        ),
        (
            r#"{"full_length":0}"#,
            "`scorer_ok.wasm`: plugin `ok-scorer 0.1.0` refuses its settings: full_length must be at least 1",
        ),
        (
            r#"{"full_length":"3"}"#,
            "`scorer_ok.wasm`: plugin `ok-scorer 0.1.0` refuses its settings: the settings do not fit: invalid type: \
             string \"3\", expected usize at line 1 column 18",
        ),
    ] {
        let error = plugin
            .scorer(&JsonText::parse(settings).unwrap())
            .err()
            .unwrap();
        assert_eq!(error.to_string(), expected);
    }
    let settings = JsonText::parse(r#"{"full_length":38}"#).unwrap();
    let scorer = plugin.scorer(&settings).unwrap();
    assert_eq!(scorer.score(&[example("hello")]).unwrap()[0].value, 0.5);
}

#[test]
fn a_plugin_is_used_as_what_it_is() {
    let plugin = load(&host(), "generator_ok").unwrap();
    let error = plugin.scorer(&no_settings()).err().unwrap().to_string();
    assert_eq!(
        error,
        "`generator_ok.wasm`: plugin `ok-generator 0.1.0` is a generator, used as a scorer"
    );
}

#[test]
fn too_little_memory_to_start_is_said() {
    let plugin = load(&host(), "scorer_ok").unwrap().with_limits(Limits {
        memory_mib: 1,
        ..super::LIMITS
    });
    let error = plugin.scorer(&no_settings()).err().unwrap().to_string();
    assert_eq!(
        error,
        "`scorer_ok.wasm`: plugin `ok-scorer 0.1.0`, configure: wanted more than 1 MiB of memory, its limit"
    );
}

#[test]
fn compiled_code_is_kept_where_the_caller_says() {
    let folder = tempfile::tempdir().unwrap();
    let cache_dir = Some(folder.path().join("compiled"));
    for _ in 0..2 {
        let host = Host::new(HostSettings {
            cache_dir: cache_dir.clone(),
            ..HostSettings::default()
        })
        .unwrap();
        load(&host, "scorer_too_few").unwrap();
    }
    assert!(
        folder
            .path()
            .join("compiled")
            .read_dir()
            .unwrap()
            .next()
            .is_some()
    );

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Host::new(HostSettings {
        cache_dir: Some(file.clone()),
        ..HostSettings::default()
    })
    .err()
    .unwrap();
    let start = format!("compiled plugins can not be kept in `{}`: ", file.display());
    assert!(error.to_string().starts_with(&start), "{error}");
}

//! Scores every example 1 without looking at it: what is left is the cost of calling. `plugin bench` carries it, compiled.

#[cfg(target_family = "wasm")]
mod component {
    use tunesmith_plugin_sdk::guest::bindings::{about, scorer};

    struct Guest;

    impl about::exports::tunesmith::plugin::about::Guest for Guest {
        fn describe() -> about::exports::tunesmith::plugin::about::Description {
            about::exports::tunesmith::plugin::about::Description {
                name: "empty-scorer".to_owned(),
                version: "0.1.0".to_owned(),
                summary: "scores everything 1".to_owned(),
                licence: "Apache-2.0".to_owned(),
                authors: Vec::new(),
                documentation: String::new(),
                settings_schema: r#"{"type":"object"}"#.to_owned(),
                abilities: Vec::new(),
            }
        }

        fn configure(_settings: String) -> Result<(), String> {
            Ok(())
        }
    }

    impl scorer::exports::tunesmith::plugin::scorer::Guest for Guest {
        fn score_batch(
            examples: Vec<scorer::tunesmith::plugin::types::Example>,
        ) -> Result<Vec<scorer::tunesmith::plugin::types::Score>, String> {
            let score = |_| scorer::tunesmith::plugin::types::Score {
                value: 1.0,
                marks: vec![],
                note: None,
                extra: None,
            };
            Ok(examples.iter().map(score).collect())
        }
    }

    about::export!(Guest with_types_in about);
    scorer::export!(Guest with_types_in scorer);
}

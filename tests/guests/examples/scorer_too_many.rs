//! Scores a marked example twice. The SDK's trait makes this impossible, so it speaks to the bindings itself.

#[cfg(target_family = "wasm")]
mod component {
    use tunesmith_plugin_sdk::guest::bindings::{about, scorer};

    struct Guest;

    impl about::exports::tunesmith::plugin::about::Guest for Guest {
        fn describe() -> about::exports::tunesmith::plugin::about::Description {
            about::exports::tunesmith::plugin::about::Description {
                name: "many-scorer".to_owned(),
                version: "0.1.0".to_owned(),
                summary: "scores marked examples twice".to_owned(),
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
            let is_marked = |example: &scorer::tunesmith::plugin::types::Example| {
                example
                    .messages
                    .iter()
                    .any(|message| message.content.contains(tunesmith_guests::MARKER))
            };
            let times = |example| if is_marked(example) { 2 } else { 1 };
            let scored = examples
                .iter()
                .flat_map(|example| std::iter::repeat_n((), times(example)));
            let score = |()| scorer::tunesmith::plugin::types::Score {
                value: 1.0,
                marks: vec![],
                note: None,
                extra: None,
            };
            Ok(scored.map(score).collect())
        }
    }

    about::export!(Guest with_types_in about);
    scorer::export!(Guest with_types_in scorer);
}

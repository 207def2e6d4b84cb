//! What the misbehaving plugins share: settings, a description, and an honest score for everything unmarked.

use serde::Deserialize;
use tunesmith_plugin_sdk::{Description, Example, Message, Request, Score, Task, json};

/// A text that makes a guest misbehave. Every example without it is scored honestly, so that a pipeline can be shown to
/// exclude the guilty example alone.
pub const MARKER: &str = "guest:misbehave";

/// Settings of every guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SomeSettings {
    /// The length that scores 1, in bytes.
    pub full_length: usize,
}

impl Default for SomeSettings {
    fn default() -> Self {
        Self { full_length: 100 }
    }
}

impl SomeSettings {
    /// Refuses a length of 0.
    pub fn check(self) -> Result<Self, String> {
        if self.full_length == 0 {
            Err("full_length must be at least 1".to_owned())
        } else {
            Ok(self)
        }
    }
}

/// A description with the schema of [`SomeSettings`].
pub fn description(name: &'static str, summary: &'static str) -> Description {
    Description {
        name,
        version: "0.1.0",
        summary,
        licence: "Apache-2.0",
        settings_schema: json!({
            "type": "object",
            "properties": {"full_length": {"type": "integer", "minimum": 1}},
            "additionalProperties": false,
        }),
        ..Description::default()
    }
}

/// The length of all text, relative to `full_length`, at most 1.
pub fn length_score(settings: &SomeSettings, example: &Example) -> Score {
    let length: usize = example
        .messages
        .iter()
        .map(|message| message.content.len())
        .sum();
    Score {
        value: (length as f64 / settings.full_length as f64).min(1.0),
        ..Score::default()
    }
}

/// Whether a text of the example carries [`MARKER`].
pub fn is_marked(example: &Example) -> bool {
    example
        .messages
        .iter()
        .any(|message| message.content.contains(MARKER))
}

/// A scorer that is honest about unmarked examples and calls `$misbehave` for marked ones.
#[macro_export]
macro_rules! scorer {
    ($name:literal, $summary:literal, $misbehave:expr) => {
        struct Guest($crate::SomeSettings);

        impl ::tunesmith_plugin_sdk::Scorer for Guest {
            type Settings = $crate::SomeSettings;

            fn describe() -> ::tunesmith_plugin_sdk::Description {
                $crate::description($name, $summary)
            }

            fn new(settings: $crate::SomeSettings) -> Result<Self, String> {
                settings.check().map(Self)
            }

            fn score(
                &self,
                example: &::tunesmith_plugin_sdk::Example,
            ) -> Result<::tunesmith_plugin_sdk::Score, String> {
                if $crate::is_marked(example) { $misbehave() } else { Ok($crate::length_score(&self.0, example)) }
            }
        }

        ::tunesmith_plugin_sdk::export!(scorer: Guest);
    };
}

/// A generator that asks once and makes one example of the reply; guilty tasks call `$misbehave` first.
#[macro_export]
macro_rules! generator {
    ($name:literal, $summary:literal, $misbehave:expr) => {
        struct Guest;

        impl ::tunesmith_plugin_sdk::Generator for Guest {
            type Settings = $crate::SomeSettings;
            type State = u64;

            fn describe() -> ::tunesmith_plugin_sdk::Description {
                $crate::description($name, $summary)
            }

            fn new(settings: $crate::SomeSettings) -> Result<Self, String> {
                settings.check().map(|_| Self)
            }

            fn begin(
                &self,
                task: &::tunesmith_plugin_sdk::Task,
            ) -> Result<::tunesmith_plugin_sdk::Step<u64, Vec<::tunesmith_plugin_sdk::Example>>, String> {
                if $crate::is_guilty(task) {
                    $misbehave();
                }
                Ok(::tunesmith_plugin_sdk::Step::Ask { requests: vec![$crate::question(task)], state: task.index })
            }

            fn resume(
                &self,
                index: u64,
                replies: &[::tunesmith_plugin_sdk::Reply],
            ) -> Result<::tunesmith_plugin_sdk::Step<u64, Vec<::tunesmith_plugin_sdk::Example>>, String> {
                Ok(match replies {
                    [::tunesmith_plugin_sdk::Reply::Answered(answer)] => {
                        ::tunesmith_plugin_sdk::Step::Done(vec![$crate::told(index, &answer.content)])
                    }
                    other => ::tunesmith_plugin_sdk::Step::GiveUp(format!("no answer: {other:?}")),
                })
            }
        }

        ::tunesmith_plugin_sdk::export!(generator: Guest);
    };
}

/// Whether a generator that misbehaves does so on this task: its seed is marked, or it is the second of a run without
/// seeds.
pub fn is_guilty(task: &Task) -> bool {
    match &task.seed {
        Some(seed) => seed.to_string().contains(MARKER),
        None => task.index == 1,
    }
}

/// What a generator asks.
pub fn question(task: &Task) -> Request {
    Request {
        label: "question".to_owned(),
        messages: vec![Message::new(
            "user",
            format!("Ask something about {}.", task.index),
        )],
        temperature: Some(0.5),
        ..Request::default()
    }
}

/// The example a generator makes of a reply.
pub fn told(index: u64, content: &str) -> Example {
    let messages = vec![
        Message::new("user", format!("Tell me about {index}.")),
        Message::new("assistant", content),
    ];
    Example::new(messages).with_metadata("task", index)
}

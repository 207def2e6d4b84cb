//! Scores by length; marked examples get a mark, a note and a figure.

use tunesmith_plugin_sdk::{Map, Score, json};

fn misbehave() -> Result<Score, String> {
    Ok(Score {
        value: 0.0,
        marks: vec!["marked".to_owned()],
        note: Some("carries the marker".to_owned()),
        extra: Map::from_iter([("times".to_owned(), json!(1))]),
    })
}

tunesmith_guests::scorer!("ok-scorer", "scores by length", misbehave);

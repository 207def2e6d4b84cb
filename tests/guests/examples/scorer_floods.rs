//! Answers a marked example with a note of 32 MiB.

use tunesmith_plugin_sdk::Score;

fn misbehave() -> Result<Score, String> {
    Ok(Score {
        note: Some("x".repeat(32 << 20)),
        ..Score::default()
    })
}

tunesmith_guests::scorer!(
    "floods-scorer",
    "answers too much to marked examples",
    misbehave
);

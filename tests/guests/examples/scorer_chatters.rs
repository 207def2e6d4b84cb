//! Writes a hundred thousand lines into the log for a marked example.

use tunesmith_plugin_sdk::{Score, log};

fn misbehave() -> Result<Score, String> {
    for line in 0..100_000 {
        log::info(&format!("line {line} of many: {}", "la ".repeat(100)));
    }
    Ok(Score::default())
}

tunesmith_guests::scorer!(
    "chatters-scorer",
    "floods the log on marked examples",
    misbehave
);

//! Scores a marked example with what is not a number.

use tunesmith_plugin_sdk::Score;

fn misbehave() -> Result<Score, String> {
    Ok(Score {
        value: f64::NAN,
        ..Score::default()
    })
}

tunesmith_guests::scorer!("nan-scorer", "scores marked examples NaN", misbehave);

//! Answers honestly, and leaks one MiB with every marked example.

use tunesmith_plugin_sdk::Score;

fn misbehave() -> Result<Score, String> {
    std::mem::forget(std::hint::black_box(vec![1_u8; 1 << 20]));
    Ok(Score {
        value: 0.5,
        ..Score::default()
    })
}

tunesmith_guests::scorer!("leaks-scorer", "leaks memory on marked examples", misbehave);

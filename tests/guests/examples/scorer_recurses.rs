//! Calls itself without end on a marked example.

use tunesmith_plugin_sdk::Score;

#[allow(unconditional_recursion, reason = "what this guest is for")]
#[inline(never)]
fn deeper(depth: u64) -> u64 {
    deeper(depth + 1).rotate_left(3) ^ depth
}

fn misbehave() -> Result<Score, String> {
    Ok(Score {
        value: deeper(std::hint::black_box(0)) as f64,
        ..Score::default()
    })
}

tunesmith_guests::scorer!(
    "recurses-scorer",
    "recurses for ever on marked examples",
    misbehave
);

//! Takes some milliseconds over a marked example, so that each is within the time limit and a batch of them is not.

use tunesmith_plugin_sdk::Score;

fn misbehave() -> Result<Score, String> {
    let mut sum = 0_u64;
    for turn in 0..30_000_000_u64 {
        sum = std::hint::black_box(sum.wrapping_mul(31).wrapping_add(turn));
    }
    Ok(Score {
        value: if sum == 0 { 1.0 } else { 0.5 },
        ..Score::default()
    })
}

tunesmith_guests::scorer!("drips-scorer", "is slow on marked examples", misbehave);

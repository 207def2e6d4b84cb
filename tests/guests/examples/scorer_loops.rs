//! Never comes back from a marked example.

fn misbehave() -> Result<tunesmith_plugin_sdk::Score, String> {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}

tunesmith_guests::scorer!(
    "loops-scorer",
    "loops for ever on marked examples",
    misbehave
);

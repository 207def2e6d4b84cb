//! Never comes back from guilty tasks.

fn misbehave() {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}

tunesmith_guests::generator!(
    "loops-generator",
    "loops for ever on guilty tasks",
    misbehave
);

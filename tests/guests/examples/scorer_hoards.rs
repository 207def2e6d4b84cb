//! Takes memory without end on a marked example.

fn misbehave() -> Result<tunesmith_plugin_sdk::Score, String> {
    let mut hoard = Vec::new();
    loop {
        hoard.push(std::hint::black_box(vec![1_u8; 1 << 20]));
    }
}

tunesmith_guests::scorer!(
    "hoards-scorer",
    "takes all memory on marked examples",
    misbehave
);

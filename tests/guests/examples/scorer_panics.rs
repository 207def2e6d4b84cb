//! Panics on a marked example.

fn misbehave() -> Result<tunesmith_plugin_sdk::Score, String> {
    panic!("this example is too much")
}

tunesmith_guests::scorer!("panics-scorer", "panics on marked examples", misbehave);

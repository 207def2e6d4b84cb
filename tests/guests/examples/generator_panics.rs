//! Panics on guilty tasks.

fn misbehave() {
    panic!("this task is too much")
}

tunesmith_guests::generator!("panics-generator", "panics on guilty tasks", misbehave);

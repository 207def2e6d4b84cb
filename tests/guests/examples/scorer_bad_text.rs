//! Answers a marked example with a note that is no UTF-8.

use tunesmith_plugin_sdk::Score;

#[allow(unsafe_code, reason = "what this guest is for")]
fn misbehave() -> Result<Score, String> {
    let bytes = std::hint::black_box(vec![b'o', b'k', 0xff, 0xfe]);
    // SAFETY: none; a plugin written in another language may hand out any bytes as a text.
    let note = unsafe { String::from_utf8_unchecked(bytes) };
    Ok(Score {
        note: Some(note),
        ..Score::default()
    })
}

tunesmith_guests::scorer!(
    "bytes-scorer",
    "answers marked examples with what is no text",
    misbehave
);

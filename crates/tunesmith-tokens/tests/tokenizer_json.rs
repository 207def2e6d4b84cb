//! A small `tokenizer.json` counts as it says, and what is none is refused with a reason.

#![cfg(feature = "hugging-face")]

use tunesmith_tokens::{TokenCounter, TokenizerError, TokenizerJson};

/// Whole words; truncation to one token must not be obeyed.
const WORDS: &str = r#"{"version": "1.0", "truncation": {"direction": "Right", "max_length": 1, "strategy": "LongestFirst", "stride": 0},
    "padding": null, "added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
    "model": {"type": "WordLevel", "vocab": {"a": 0, "b": 1, "[UNK]": 2}, "unk_token": "UNKNOWN"}}"#;

#[test]
fn words_are_counted() {
    let known = WORDS.replace("UNKNOWN", "[UNK]");
    let mut counter = TokenizerJson::from_bytes(known.as_bytes()).unwrap();
    for (text, tokens) in [("", 0), ("a", 1), ("a b", 2), ("a c b!", 4)] {
        assert_eq!(counter.count(text), tokens, "{text}");
    }
    assert_eq!(counter.failure(), None);
}

#[test]
fn a_refused_text_is_remembered() {
    let mut counter = TokenizerJson::from_bytes(WORDS.as_bytes()).unwrap();
    assert_eq!(counter.count("a c"), 0);
    assert!(
        matches!(counter.failure(), Some(TokenizerError::Refused { text, .. }) if text == "a c")
    );
}

#[test]
fn what_is_no_tokenizer_is_refused() {
    for bytes in [&b""[..], b"{}", b"\xff", b"[1]"] {
        let error = TokenizerJson::from_bytes(bytes).err().unwrap();
        assert!(
            error.to_string().starts_with("cannot read the tokenizer: "),
            "{error}"
        );
    }
}

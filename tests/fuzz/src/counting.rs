//! Counting tokens: what the reference counts, on every text.

use tunesmith_tokens::{BpeCounter, Encoding, ReferenceCounter, TokenCounter};

/// Takes the bytes as a text; what is no UTF-8 becomes U+FFFD.
pub fn tokens(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    thread_local! {
        // Why: counters keep caches, and what is in them must not matter.
        static COUNTERS: std::cell::RefCell<Vec<(BpeCounter, ReferenceCounter)>> = std::cell::RefCell::new(
            [Encoding::O200kBase, Encoding::Cl100kBase]
                .map(|encoding| (BpeCounter::new(encoding), ReferenceCounter::new(encoding)))
                .into(),
        );
    }
    COUNTERS.with_borrow_mut(|counters| {
        for (ours, reference) in counters {
            let (counted, wanted) = (ours.count(&text), reference.count(&text));
            assert_eq!(counted, wanted, "{}: {text:?}", ours.encoding());
            assert_eq!(
                ours.count(&text),
                wanted,
                "{}, again: {text:?}",
                ours.encoding()
            );
        }
    });
}

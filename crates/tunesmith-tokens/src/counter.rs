//! What everything that counts tokens can do.

/// Counts tokens. One per thread: counters keep caches.
pub trait TokenCounter: Send {
    /// Number of tokens of `text`. All of it is ordinary text: `<|endoftext|>` is counted as the characters it consists of.
    fn count(&mut self, text: &str) -> u64;
}

impl<T: TokenCounter + ?Sized> TokenCounter for Box<T> {
    fn count(&mut self, text: &str) -> u64 {
        (**self).count(text)
    }
}

impl<T: TokenCounter + ?Sized> TokenCounter for &mut T {
    fn count(&mut self, text: &str) -> u64 {
        (**self).count(text)
    }
}

//! A document in chunks, by the text-splitter crate: along headings and blocks of Markdown, else along paragraphs, sentences, words.
//!
//! Invariant: chunks are slices of the text in order, none longer than the size, and every letter is in exactly one of them.

use text_splitter::{MarkdownSplitter, TextSplitter};

/// The chunks of a text. `size` counts characters.
pub(crate) fn chunks(text: &str, size: usize, markdown: bool) -> Vec<&str> {
    let chunks: Vec<&str> = if markdown {
        MarkdownSplitter::new(size).chunks(text).collect()
    } else {
        TextSplitter::new(size).chunks(text).collect()
    };
    let mut chunks = chunks;
    chunks.retain(|chunk| chunk.chars().any(char::is_alphanumeric));
    chunks
}

/// Whether a text looks like Markdown: a heading, a list, a table or a fence.
pub(crate) fn looks_like_markdown(text: &str) -> bool {
    let mark = |line: &str| {
        ["# ", "## ", "### ", "- ", "* ", "```", "|", "1. "]
            .iter()
            .any(|it| line.starts_with(it))
    };
    text.lines().any(|line| mark(line.trim_start()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{chunks, looks_like_markdown};

    #[test]
    fn headings_begin_chunks_and_never_end_one() {
        let text = "# A\n\nOne two three four five.\n\n## B\n\nSix seven eight nine ten.\n\n- eleven\n- twelve\n";
        assert_eq!(
            chunks(text, 50, true),
            [
                "# A\n\nOne two three four five.",
                "## B\n\nSix seven eight nine ten.\n\n- eleven\n- twelve",
            ]
        );
        assert_eq!(chunks(text, 500, true).len(), 1);
        assert!(looks_like_markdown(text) && !looks_like_markdown("A b. C d."));
        assert_eq!(chunks("A b.\n\nC d.", 5, false), ["A b.", "C d."]);
        assert_eq!(chunks("", 100, true), Vec::<&str>::new());
        let fence = "Text.\n\n```\n# no heading\n```\n";
        assert_eq!(chunks(fence, 500, true).len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_too_long(text in "([a-zé漢#`|*>\\-]{1,9}[ \n]{0,3}){0,60}|\\PC{0,80}", size in 5_usize..80, markdown: bool) {
            let found = chunks(&text, size, markdown);
            let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&found.concat()), letters(&text));
            prop_assert!(found.iter().all(|it| it.chars().count() <= size), "{:?}", found);
        }
    }
}

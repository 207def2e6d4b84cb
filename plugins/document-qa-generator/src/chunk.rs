//! A document in chunks: whole blocks of Markdown or paragraphs, packed up to a size; headings stay with what follows them.
//!
//! Invariant: chunks are slices of the text in order, none longer than the size, and every letter is in exactly one of them.
//! Why not `text-splitter`: it pulls in a source of randomness that WebAssembly without JavaScript does not have.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

/// The chunks of a text. `size` counts characters.
pub(crate) fn chunks(text: &str, size: usize, markdown: bool) -> Vec<&str> {
    let mut packed: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Open> = None;
    for block in blocks(text, markdown) {
        let long = text[block.range.clone()].chars().count();
        let starts_section = block.heading
            && open
                .as_ref()
                .is_some_and(|it| !it.only_headings && it.chars * 3 >= size);
        let fits = |it: &Open| text[it.range.start..block.range.end].chars().count() <= size;
        match open
            .as_mut()
            .filter(|it| !starts_section && it.chars + long <= size && fits(it))
        {
            Some(current) => {
                current.range.end = block.range.end;
                current.chars += long;
                current.only_headings &= block.heading;
            }
            None if long <= size => {
                packed.extend(open.take().map(|it| it.range));
                open = Some(Open {
                    range: block.range,
                    chars: long,
                    only_headings: block.heading,
                });
            }
            None => {
                packed.extend(open.take().map(|it| it.range));
                packed.extend(cut(text, block.range, size));
            }
        }
    }
    packed.extend(open.map(|it| it.range));
    let pieces = packed.into_iter().map(|range| text[range].trim());
    pieces
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .collect()
}

/// The chunk that is being packed.
struct Open {
    range: Range<usize>,
    chars: usize,
    only_headings: bool,
}

struct Block {
    range: Range<usize>,
    heading: bool,
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

/// Top-level blocks; what stands between two belongs to the first.
fn blocks(text: &str, markdown: bool) -> Vec<Block> {
    let mut starts: Vec<(usize, bool)> = Vec::new();
    if markdown {
        let mut depth = 0_usize;
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(tag) => {
                    if depth == 0 {
                        starts.push((range.start, matches!(tag, Tag::Heading { .. })));
                    }
                    // Why: items of a long list are blocks of their own, or the list would be cut in mid-sentence.
                    let transparent = matches!(tag, Tag::List(_));
                    depth += usize::from(!transparent);
                }
                Event::End(end) => depth -= usize::from(!matches!(end, TagEnd::List(_))),
                _ if depth == 0 => starts.push((range.start, false)),
                _ => {}
            }
        }
    } else {
        let mut at = 0;
        let mut was_empty = true;
        for line in text.split_inclusive('\n') {
            let is_empty = line.trim().is_empty();
            if was_empty && !is_empty {
                starts.push((at, false));
            }
            was_empty = is_empty;
            at += line.len();
        }
    }
    starts.sort_by_key(|it| it.0);
    starts.dedup_by_key(|it| it.0);
    if let Some(first) = starts.first_mut() {
        first.0 = 0;
    } else {
        starts.push((0, false));
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|it| it.0)
        .chain([text.len()])
        .collect();
    let ranged = starts.into_iter().zip(ends);
    ranged
        .map(|((start, heading), end)| Block {
            range: start..end,
            heading,
        })
        .collect()
}

/// Cuts what is too long: at sentences, where these are too long at words, and where these are at characters.
fn cut(text: &str, range: Range<usize>, size: usize) -> Vec<Range<usize>> {
    let mut small: Vec<Range<usize>> = Vec::new();
    for (at, sentence) in text[range.clone()].split_sentence_bound_indices() {
        let at = range.start + at;
        if sentence.chars().count() <= size {
            small.push(at..at + sentence.len());
            continue;
        }
        for (inner, word) in sentence.split_word_bound_indices() {
            let inner = at + inner;
            if word.chars().count() <= size {
                small.push(inner..inner + word.len());
                continue;
            }
            let letters = word.char_indices();
            small
                .extend(letters.map(|(letter, it)| inner + letter..inner + letter + it.len_utf8()));
        }
    }
    let mut packed: Vec<(Range<usize>, usize)> = Vec::new();
    for piece in small {
        let long = text[piece.clone()].chars().count();
        match packed.last_mut().filter(|(_, chars)| chars + long <= size) {
            Some((last, chars)) => {
                last.end = piece.end;
                *chars += long;
            }
            None => packed.push((piece, long)),
        }
    }
    packed.into_iter().map(|(range, _)| range).collect()
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
                "## B\n\nSix seven eight nine ten.\n\n- eleven",
                "- twelve"
            ]
        );
        assert_eq!(chunks(text, 500, true).len(), 1);
        assert!(looks_like_markdown(text) && !looks_like_markdown("A b. C d."));
        assert_eq!(chunks("A b.\n\nC d.", 5, false), ["A b.", "C d."]);
        assert_eq!(
            chunks("A b. C d. Efghijk", 6, false),
            ["A b.", "C d. E", "fghijk"]
        );
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

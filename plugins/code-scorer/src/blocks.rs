//! Fenced code blocks, as CommonMark has them: three or more backticks or tildes, closed by as many.
//!
//! Invariant: one pass over the text.

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block<'a> {
    pub(crate) info: &'a str,
    pub(crate) code: String,
    pub(crate) closed: bool,
}

/// The blocks of a text, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut open: Option<(char, usize, usize)> = None;
    for line in text.lines() {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let mark = body.chars().next().filter(|it| matches!(it, '`' | '~'));
        let length = mark.map_or(0, |mark| body.chars().take_while(|it| *it == mark).count());
        let rest = &body[length..];
        match open {
            Some((mark_open, length_open, _))
                if mark == Some(mark_open) && length >= length_open && rest.trim().is_empty() =>
            {
                if let Some(block) = found.last_mut() {
                    block.closed = true;
                }
                open = None;
            }
            Some((_, _, indent_open)) => {
                if let Some(block) = found.last_mut() {
                    let cut = indent.min(indent_open);
                    // Why: a block inside a list is indented as a whole.
                    block.code.push_str(&line[cut..]);
                    block.code.push('\n');
                }
            }
            None => {
                // Why: backticks after the opening ones make it a code span.
                if let Some(mark) =
                    mark.filter(|mark| length >= 3 && !(*mark == '`' && rest.contains('`')))
                {
                    open = Some((mark, length, indent));
                    found.push(Block {
                        info: rest.trim(),
                        code: String::new(),
                        closed: false,
                    });
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn fences_are_read_as_in_markdown() {
        let found = |text: &str| -> Vec<(String, String, bool)> {
            let blocks = blocks(text);
            let blocks = blocks.into_iter();
            blocks
                .map(|it| (it.info.to_owned(), it.code, it.closed))
                .collect()
        };
        let one = |info: &str, code: &str, closed| vec![(info.to_owned(), code.to_owned(), closed)];
        assert_eq!(found("a\n```py\nx\n```\nb"), one("py", "x\n", true));
        assert_eq!(
            found("~~~\n```\nx\n```\n~~~"),
            one("", "```\nx\n```\n", true)
        );
        assert_eq!(found("````md\n```\n````"), one("md", "```\n", true));
        assert_eq!(
            found("1. a\n   ```js\n   x\n     y\n   ```"),
            one("js", "x\n  y\n", true)
        );
        assert_eq!(found("```rust\nx"), one("rust", "x\n", false));
        assert_eq!(found("```one line```"), []);
        assert_eq!(found("``` `\n"), []);
    }
}

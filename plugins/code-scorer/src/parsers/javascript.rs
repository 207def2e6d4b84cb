//! JavaScript, TypeScript and JSX by oxc: a module, a script, the body of a function or class, or the inside of an object.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::{Mistake, first_of, place, shifted};
use crate::language::Language;

pub(super) fn check(code: &str, language: Language) -> Result<(), Mistake> {
    let kinds: &[SourceType] = match language {
        // Why: JSX in a block that is labelled js is common, and so is what only a script allows.
        Language::JavaScript | Language::Jsx => &[SourceType::jsx(), SourceType::script()],
        Language::TypeScript => &[SourceType::ts(), SourceType::tsx()],
        _ => &[SourceType::tsx()],
    };
    // Why: a class takes nearly anything for a field, `const = 1` too; only what looks like a method is tried there.
    let first = code.trim_start().lines().next().unwrap_or_default();
    let method = first.contains(") {") && !first.starts_with("function");
    let wraps = [
        ("", ""),
        ("async function* f() {\n", "\n}"),
        ("({\n", "\n})"),
        ("(\n", "\n)"),
        ("class X {\n", "\n}"),
    ];
    let wraps = &wraps[..if method { 5 } else { 4 }];
    // Why: a chain is often shown from its first dot on.
    let chain = format!("x{code}");
    let code = if code.trim_start().starts_with('.') {
        chain.as_str()
    } else {
        code
    };
    // Lazily: most blocks pass the first try.
    let tries = wraps.iter().flat_map(|(before, after)| {
        kinds.iter().map(move |kind| {
            if before.is_empty() {
                return parse(code, *kind);
            }
            let wrapped = format!("{before}{code}{after}");
            parse(&wrapped, *kind).map_err(|mistake| shifted(mistake, 1))
        })
    });
    first_of(tries, 1)
}

fn parse(code: &str, kind: SourceType) -> Result<(), Mistake> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, code, kind).parse();
    let Some(error) = parsed.diagnostics.first() else {
        return if parsed.panicked {
            Err(Mistake {
                line: 1,
                column: 1,
                words: "it can not be read".to_owned(),
            })
        } else {
            Ok(())
        };
    };
    let at = error
        .labels
        .first()
        .map_or(0, |label| label.offset() as usize);
    let (line, column) = place(code, at);
    Err(Mistake {
        line,
        column,
        words: error.message.to_string(),
    })
}

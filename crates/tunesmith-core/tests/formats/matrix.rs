//! Every canonical record into every format: `ok`, or the first thing lost. `UPDATE=1` writes the table anew.

use std::fmt::Write as _;
use std::path::Path;

use tunesmith_core::format::{ConvertError, FORMATS, convert};

use crate::named;
use crate::records::CANONICAL;

#[test]
fn the_table_of_conversions_holds() {
    let mut table = String::new();
    for (title, record) in CANONICAL {
        let _ = writeln!(table, "{title}\n");
        let source = (named("openai-chat").parse)(record).unwrap();
        for from in FORMATS {
            let read = (from.render)(&source);
            if !read.losses.is_empty() {
                // This format can not hold the record, so nothing comes from it.
                continue;
            }
            let _ = writeln!(table, "  {}", from.name);
            for to in FORMATS {
                let outcome = match convert(&read.line, from, to, false) {
                    Ok(_) => "ok".to_owned(),
                    Err(ConvertError::Lossy { losses, .. }) => first(&losses),
                    Err(ConvertError::Impossible { losses, .. }) => {
                        format!("never: {}", last(&losses))
                    }
                    Err(error @ ConvertError::Misshapen { .. }) => panic!("{}: {error}", from.name),
                };
                let _ = writeln!(table, "    {:<26}{outcome}", to.name);
            }
        }
        table.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/matrix.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == table,
        "{} is out of date; UPDATE=1 writes it",
        path.display()
    );
}

fn first(losses: &[tunesmith_core::format::Loss]) -> String {
    losses.first().map(say).unwrap_or_default()
}

fn last(losses: &[tunesmith_core::format::Loss]) -> String {
    losses.last().map(say).unwrap_or_default()
}

fn say(loss: &tunesmith_core::format::Loss) -> String {
    if loss.pointer.is_empty() {
        loss.what.clone()
    } else {
        format!("{} (at {})", loss.what, loss.pointer)
    }
}

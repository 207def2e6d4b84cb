//! Every canonical record into every format: `ok`, or the first thing lost. `UPDATE=1` writes the table anew.
//!
//! A block's first lines name the formats the record is read from; those with the same outcomes share a block, and so do targets with the
//! same outcome a line. Formats that can not hold the record are not read from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use tunesmith_core::format::{ConvertError, FORMATS, Format, Loss, convert};

use crate::named;
use crate::records::CANONICAL;

#[test]
fn the_table_of_conversions_holds() {
    let mut table = String::new();
    for (title, record) in CANONICAL {
        let _ = writeln!(table, "{title}");
        let source = (named("openai-chat").parse)(record).unwrap();
        let mut blocks: Vec<(String, Vec<&str>)> = Vec::new();
        for from in FORMATS {
            let read = (from.render)(&source);
            if !read.losses.is_empty() {
                continue;
            }
            let block = outcomes(&read.line, from);
            match blocks.iter_mut().find(|(known, _)| *known == block) {
                Some((_, names)) => names.push(from.name),
                None => blocks.push((block, vec![from.name])),
            }
        }
        for (block, names) in blocks {
            let _ = write!(table, "  from {}\n{block}", names.join(", "));
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

fn outcomes(record: &str, from: &Format) -> String {
    let mut targets: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for to in FORMATS {
        let outcome = match convert(record, from, to, false) {
            Ok(_) => "ok".to_owned(),
            Err(ConvertError::Lossy { losses, .. }) => say(losses.first()),
            Err(ConvertError::Impossible { losses, .. }) => {
                format!("never: {}", say(losses.last()))
            }
            Err(error @ ConvertError::Misshapen { .. }) => panic!("{}: {error}", from.name),
        };
        targets.entry(outcome).or_default().push(to.name);
    }
    let mut block = String::new();
    for (outcome, names) in targets {
        let _ = writeln!(block, "    {outcome}\n      to {}", names.join(", "));
    }
    block
}

fn say(loss: Option<&Loss>) -> String {
    let loss = loss.unwrap_or_else(|| panic!("an error without a loss"));
    if loss.pointer.is_empty() {
        loss.what.clone()
    } else {
        format!("{} (at {})", loss.what, loss.pointer)
    }
}

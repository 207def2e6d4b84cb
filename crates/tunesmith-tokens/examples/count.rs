//! Prints the number of tokens of each line of standard input: `count o200k_base < file`; with `--whole` of all of it at once,
//! with `--json` of the JSON string that each line is.
//!
//! For comparing counts with those of other programs. Line ends are no part of a line.

use std::error::Error;
use std::io::{BufWriter, Read, Write};

use tunesmith_tokens::{BpeCounter, Encoding, TokenCounter};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "o200k_base".to_owned());
    let encoding =
        Encoding::from_name(&name).ok_or_else(|| format!("no encoding is named {name}"))?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut counter = BpeCounter::new(encoding);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match arguments.next().as_deref() {
        Some("--whole") => writeln!(out, "{}", counter.count(&text))?,
        Some("--json") => {
            for line in text.lines() {
                let text: String = serde_json::from_str(line)?;
                writeln!(out, "{}", counter.count(&text))?;
            }
        }
        _ => {
            for line in text.split_terminator('\n') {
                writeln!(out, "{}", counter.count(line))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

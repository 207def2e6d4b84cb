//! Seed files: JSON Lines, one seed record a line. A bad line costs the tasks that would have used it, nothing else.

use tunesmith_core::JsonText;

/// One line of a seed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seed {
    /// From 1.
    pub(crate) line: u64,
    /// The record, or why the line is none.
    pub(crate) record: Result<JsonText, String>,
}

/// Reads a seed file. Blank lines are no seeds; a BOM and CRLF are taken as they come.
pub(crate) fn parse_seeds(bytes: &[u8]) -> Vec<Seed> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
    let seeds = lines
        .filter(|(line, _)| !line.trim_ascii().is_empty())
        .map(|(line, number)| Seed {
            line: number,
            record: parse_seed(line),
        });
    seeds.collect()
}

fn parse_seed(line: &[u8]) -> Result<JsonText, String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("not UTF-8 at byte {} of the line", error.valid_up_to() + 1))?;
    let record = JsonText::parse(text).map_err(|error| error.to_string())?;
    if record.as_str().starts_with('{') {
        Ok(record)
    } else {
        Err("not a JSON object".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::parse_seeds;

    #[test]
    fn reads_good_lines_and_says_what_is_wrong_with_others() {
        let seeds = parse_seeds(b"\xEF\xBB\xBF{\"a\":1}\r\n\n[1]\n{\"a\":\n\xff\n {\"b\":2} ");
        let told: Vec<_> = seeds
            .iter()
            .map(|seed| {
                (
                    seed.line,
                    seed.record
                        .as_ref()
                        .map_or_else(Clone::clone, |record| record.as_str().to_owned()),
                )
            })
            .collect();
        assert_eq!(told[0], (1, r#"{"a":1}"#.to_owned()));
        assert_eq!(told[1], (3, "not a JSON object".to_owned()));
        assert!(
            told[2].0 == 4 && told[2].1.starts_with("not JSON: EOF"),
            "{told:?}"
        );
        assert_eq!(told[3], (5, "not UTF-8 at byte 1 of the line".to_owned()));
        assert_eq!(told[4], (6, r#"{"b":2}"#.to_owned()));
    }
}

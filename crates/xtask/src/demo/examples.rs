//! Shows a few lines of a run's files at the terminal: what was kept, what was excluded and why.
//!
//! Reads the files as anyone would, knowing nothing of the code that wrote them: they are the promise.

use std::path::Path;

use serde_json::Value;

use crate::failure::{Failure, Result};

/// Characters of a message that are shown.
const SHOWN: usize = 240;

/// Prints `count` examples from all over `train.jsonl`, so that every generator has its chance.
///
/// # Errors
/// When the file can not be read or has a line that is no JSON.
pub(super) fn print_kept(path: &Path, count: usize) -> Result<()> {
    let records = read(path)?;
    println!(
        "\nKept: {} in {}, for example",
        records.len(),
        path.display()
    );
    for place in 0..count.min(records.len()) {
        // The first, the last, and evenly between.
        let index = place * (records.len() - 1) / (count.max(2) - 1);
        println!("{}", conversation(&records[index]));
    }
    Ok(())
}

/// Prints `count` lines of `exclusions.jsonl`, with as many different stages as there are; gives the name of one row.
///
/// # Errors
/// When the file can not be read or has a line that is no JSON.
pub(super) fn print_excluded(path: &Path, count: usize) -> Result<Option<String>> {
    let records = read(path)?;
    println!(
        "\nExcluded or failed: {} in {}",
        records.len(),
        path.display()
    );
    for record in varied(&records, count) {
        let field = |name: &str| match &record[name] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        println!(
            "\n  row {}: {} by {}: {}",
            field("row"),
            field("status"),
            field("stage"),
            field("reason")
        );
        match record.get("example") {
            Some(example) if !example.is_null() => println!("{}", conversation(example)),
            _ => println!("    (there is no example: nothing usable came back)"),
        }
    }
    let row = records.first().and_then(|record| record["row"].as_str());
    Ok(row.map(str::to_owned))
}

/// Records of different stages first, then the others, in the order of the file.
fn varied(records: &[Value], count: usize) -> Vec<&Value> {
    let mut seen = Vec::new();
    let (mut chosen, mut others) = (Vec::new(), Vec::new());
    for record in records {
        let kind = &record["stage"];
        if seen.contains(&kind) {
            others.push(record);
        } else {
            seen.push(kind);
            chosen.push(record);
        }
    }
    chosen.extend(others);
    chosen.truncate(count);
    chosen
}

fn read(path: &Path) -> Result<Vec<Value>> {
    let text =
        std::fs::read_to_string(path).map_err(|cause| Failure::file("read", path, &cause))?;
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|cause| {
                Failure::new(format!(
                    "line {} of `{}` is no JSON: {cause}",
                    index + 1,
                    path.display()
                ))
            })
        })
        .collect()
}

/// One line per message: the role and the beginning of the text.
fn conversation(example: &Value) -> String {
    let no_messages = Vec::new();
    let messages = example["messages"].as_array().unwrap_or(&no_messages);
    let mut text = String::new();
    for message in messages {
        let role = message["role"].as_str().unwrap_or("?");
        let content = match &message["content"] {
            Value::String(content) => content.split_whitespace().collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        let mut shown: String = content.chars().take(SHOWN).collect();
        if content.chars().count() > SHOWN {
            shown.push('…');
        }
        text.push_str(&format!("\n    {role:<10} {shown}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_conversation_is_one_line_per_message_and_never_long() {
        let example = json!({"messages": [
            {"role": "user", "content": "two\nlines"},
            {"role": "assistant", "content": "ä".repeat(SHOWN + 1)},
            {"role": "assistant", "content": null},
        ]});
        let expected = format!(
            "\n    user       two lines\n    assistant  {}…\n    assistant  null",
            "ä".repeat(SHOWN)
        );
        assert_eq!(conversation(&example), expected);
        assert_eq!(conversation(&json!([])), "");
    }

    #[test]
    fn different_stages_come_first() {
        let record = |row: u32, stage: &str| json!({"row": row, "stage": stage, "reason": row});
        let records = [
            record(0, "a"),
            record(1, "a"),
            record(2, "b"),
            record(3, "a"),
        ];
        let rows = |count| -> Vec<_> {
            varied(&records, count)
                .iter()
                .map(|record| record["row"].as_u64().unwrap())
                .collect()
        };
        assert_eq!(rows(3), [0, 2, 1]);
        assert_eq!(rows(9), [0, 2, 1, 3]);
    }
}

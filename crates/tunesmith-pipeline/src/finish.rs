//! The last decisions of a run, over all rows in their order: repeated examples, the provider's rules, the split. Pure.

use std::collections::HashMap;

use tunesmith_core::Digest;

use crate::row::{Outcome, Row};

/// A row and the file it goes to.
pub(crate) struct FinishedRow {
    pub(crate) row: Row,
    /// Whether a kept row goes to the validation file.
    pub(crate) validation: bool,
}

/// Decides about all rows. `rows` must be in plan order: the first of equal examples stays.
pub(crate) fn finish(
    rows: Vec<Row>,
    exact_dedup: bool,
    validation_share: f64,
    rng_seed: u64,
) -> Vec<FinishedRow> {
    let mut first_with: HashMap<String, String> = HashMap::new();
    let decided = rows.into_iter().map(|mut row| {
        if row.outcome == Outcome::Kept {
            if let Some(outcome) = repeated(&mut first_with, exact_dedup, &row.line, &row.name) {
                row.outcome = outcome;
            } else if let Some(reason) = row.fault.take() {
                let stage = "validate".to_owned();
                row.outcome = Outcome::Excluded { stage, reason };
            }
        }
        FinishedRow {
            row,
            validation: false,
        }
    });
    let mut finished: Vec<FinishedRow> = decided.collect();
    split(&mut finished, validation_share, rng_seed);
    finished
}

fn repeated(
    first_with: &mut HashMap<String, String>,
    exact: bool,
    line: &str,
    name: &str,
) -> Option<Outcome> {
    if !exact {
        return None;
    }
    let digest = Digest::new().part(line.as_bytes()).finish();
    match first_with.get(&digest) {
        Some(first) => Some(Outcome::Excluded {
            stage: "dedup".to_owned(),
            reason: format!("the same as row {first}"),
        }),
        None => {
            first_with.insert(digest, name.to_owned());
            None
        }
    }
}

/// Exactly the nearest whole number of kept rows goes to validation, chosen by a hash of what is exported: adding rows moves few others.
fn split(finished: &mut [FinishedRow], share: f64, rng_seed: u64) {
    let place = |line: &str| {
        Digest::new()
            .part(b"split")
            .part(&rng_seed.to_le_bytes())
            .part(line.as_bytes())
            .finish()
    };
    let mut kept: Vec<(String, usize)> = finished
        .iter()
        .enumerate()
        .filter(|(_, finished)| finished.row.outcome == Outcome::Kept)
        .map(|(index, finished)| (place(&finished.row.line), index))
        .collect();
    kept.sort();
    let wanted = (kept.len() as f64 * share).round() as usize;
    for (_, index) in kept.into_iter().take(wanted) {
        finished[index].validation = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tunesmith_core::format::openai_chat;
    use tunesmith_core::{Example, Message, Role, Scores};

    use super::{FinishedRow, finish};
    use crate::checks::Checks;
    use crate::row::{Outcome, Row};

    /// A row whose exported line is checked as a run would; without text it has no assistant message.
    fn row(name: &str, text: &str) -> Row {
        let mut messages = vec![Message::text(Role::User, "q")];
        if !text.is_empty() {
            messages.push(Message::text(Role::Assistant, text));
        }
        let example = Example::from_messages(messages);
        let line = openai_chat::render(&example);
        Row {
            name: name.into(),
            outcome: Outcome::Kept,
            example: Some(example),
            provenance: None,
            fault: Checks::new("openai").unwrap().record_fault(&line),
            line,
            scores: Scores::new(),
            requests: vec![],
        }
    }

    fn run(rows: Vec<Row>, share: f64) -> Vec<FinishedRow> {
        finish(rows, true, share, 7)
    }

    #[test]
    fn the_first_of_equals_stays_and_the_provider_decides() {
        let rows = vec![row("a/0", "x"), row("a/1", "x"), row("a/2", "")];
        let outcomes: Vec<_> = run(rows, 0.0)
            .into_iter()
            .map(|finished| finished.row.outcome)
            .collect();
        assert_eq!(outcomes[0], Outcome::Kept);
        assert_eq!(
            outcomes[1],
            Outcome::Excluded {
                stage: "dedup".into(),
                reason: "the same as row a/0".into()
            }
        );
        let Outcome::Excluded { stage, reason } = &outcomes[2] else {
            panic!("{outcomes:?}")
        };
        assert!(
            stage == "validate" && reason.contains("missing-assistant"),
            "{reason}"
        );
    }

    proptest! {
        #[test]
        fn splits_exactly_and_by_content(count in 0usize..60, share in 0.0f64..0.99) {
            let rows: Vec<Row> = (0..count).map(|index| row(&format!("a/{index}"), &format!("answer {index}"))).collect();
            let mut reversed = rows.clone();
            reversed.reverse();
            let chosen = |rows: Vec<Row>| {
                let mut names: Vec<_> = run(rows, share).into_iter().filter(|finished| finished.validation).map(|finished| finished.row.name).collect();
                names.sort();
                names
            };
            let names = chosen(rows);
            prop_assert_eq!(names.len(), (count as f64 * share).round() as usize);
            prop_assert_eq!(names, chosen(reversed), "the order of rows does not matter");
        }
    }
}

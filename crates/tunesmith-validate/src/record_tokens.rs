//! The tokens of each message of a record: of what is shown of it, without what a chat format puts around it.

use tunesmith_tokens::TokenCounter;

use crate::json::{Kind, Value};
use crate::message_view::text_of;
use crate::pieces::{CallParts, Piece, pieces};
use crate::record_view::read;
use crate::spoken::Spoken;

/// Counts the tokens of each message, in the order in which [`view_record`](crate::view_record) gives them: the messages, then those of one ending
/// after the other. Texts, refusals, thoughts, results, and the names and arguments of calls count as they are written; media do not count.
pub fn message_tokens(bytes: &[u8], counter: &mut dyn TokenCounter) -> Vec<u64> {
    let record = read(bytes);
    let Some(spoken) = Spoken::read(&record) else {
        return Vec::new();
    };
    let mut count = |piece| count_piece(piece, counter);
    let said = spoken.all().map(|said| pieces(&said.message));
    said.map(|pieces| pieces.into_iter().map(&mut count).sum())
        .collect()
}

fn count_piece(piece: Piece<'_>, counter: &mut dyn TokenCounter) -> u64 {
    match piece {
        Piece::Text(value)
        | Piece::Refusal(value)
        | Piece::Thinking(value)
        | Piece::CallText(value) => counter.count(&text_of(value)),
        Piece::Call(call) => {
            let CallParts {
                name, arguments, ..
            } = CallParts::of(call);
            let written = [name, arguments].into_iter().flatten();
            written.map(|value| count_written(value, counter)).sum()
        }
        Piece::Result(result) => {
            let response = result.get("response");
            response.map_or(0, |value| count_written(value, counter))
        }
        Piece::Media(_) | Piece::Other(_) => 0,
    }
}

/// A string counts as its text, anything else as its JSON.
fn count_written(value: Value<'_>, counter: &mut dyn TokenCounter) -> u64 {
    match value.kind() {
        Kind::String => counter.count(&text_of(value)),
        _ => counter.count(&String::from_utf8_lossy(value.raw())),
    }
}

//! The tokens of each message of a record: of what is shown of it, without what a chat format puts around it.

use tunesmith_tokens::TokenCounter;

use crate::json::{Kind, Value};
use crate::message_view::text_of;
use crate::pieces::{CallParts, Piece, pieces, system_pieces};
use crate::record_view::read;
use crate::spoken::{Said, Spoken};

/// Tokens by message, in the order in which [`view_record`](crate::view_record) gives the messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordTokens {
    /// Those of the instructions beside the messages; 0 where there are none.
    pub system: u64,
    /// Those of each message.
    pub messages: Vec<u64>,
    /// Those of each message of each ending.
    pub endings: Vec<Vec<u64>>,
}

/// Counts the tokens of texts, refusals, thoughts, and the names and arguments of calls, as they are written. Media are not counted.
pub fn record_tokens(bytes: &[u8], counter: &mut dyn TokenCounter) -> RecordTokens {
    let record = read(bytes);
    let Some(spoken) = Spoken::read(&record) else {
        return RecordTokens::default();
    };
    let mut count = |pieces: &[Piece<'_>]| {
        let mut sum = 0;
        for piece in pieces {
            sum += count_piece(*piece, counter);
        }
        sum
    };
    let mut said = |said: &Said<'_>| count(&pieces(&said.message));
    let messages = spoken.messages.iter().map(&mut said).collect();
    let endings = spoken.endings.iter();
    let endings = endings.map(|ending| ending.messages.iter().map(&mut said).collect());
    RecordTokens {
        messages,
        endings: endings.collect(),
        system: spoken
            .system
            .map_or(0, |system| count(&system_pieces(system))),
    }
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

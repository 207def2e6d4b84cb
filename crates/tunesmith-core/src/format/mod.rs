//! On-disk shapes, one file each, and the way from one to another.
//!
//! Every shape is read into an [`Example`](crate::Example) and written from one. A shape that can not hold what an example has says so:
//! each [`Loss`] is one thing that would be left out.

mod alpaca;
mod axolotl;
mod bedrock_claude;
mod bedrock_nova;
mod calls;
mod convert;
mod detect;
mod gemini;
mod gemini_schema;
mod list;
mod losses;
mod media;
mod ms_swift_query;
mod one_turn;
pub mod openai_chat;
mod sharegpt;
mod torchtune_preference;
mod turns;

pub use convert::{ConvertError, Loss, Rendered, convert};
pub use detect::{Look, detect, detect_line};
pub use list::{FORMATS, Format, format};
pub use openai_chat::FormatError;

//! On-disk shapes, one file each, and the way from one to another.
//!
//! Every shape is read into an [`Example`](crate::Example) and written from one. A shape that can not hold what an example has says so:
//! each [`Loss`] is one thing that would be left out.
//!
//! Some tools have no shape of their own: LLaMA-Factory reads `alpaca` and `sharegpt`, torchtune's chat datasets are `openai-chat` and
//! `sharegpt`, ms-swift takes all three beside its `ms-swift-query`, and Bedrock tunes Llama 3.2 with `bedrock-nova`.

mod alpaca;
mod axolotl;
mod bedrock_claude;
mod bedrock_nova;
mod calls;
mod convert;
mod detect;
mod gemini;
mod gemini_schema;
mod gemini_write;
mod list;
mod losses;
mod media;
mod ms_swift_query;
mod one_turn;
pub mod openai_chat;
mod placeholders;
mod sharegpt;
mod torchtune_preference;
mod turns;

pub use convert::{ConvertError, Loss, Rendered, convert};
pub use detect::{Look, detect, detect_line};
pub use list::{FORMATS, Format, format};
pub use openai_chat::FormatError;

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
mod call_ids;
mod calls;
mod convert;
mod detect;
mod dialect;
mod functions;
mod gemini;
mod gemini_schema;
mod gemini_write;
mod list;
mod loose;
mod losses;
mod media;
mod mistral;
mod ms_swift_query;
mod narrow;
mod one_turn;
pub mod openai_chat;
mod openai_preference;
mod openai_reinforcement;
mod placeholders;
mod prompt;
mod prompt_completion;
mod sharegpt;
mod text;
mod torchtune_preference;
mod trl;
mod trl_chat;
mod trl_preference;
mod trl_prompt;
mod trl_prompt_completion;
mod trl_stepwise;
mod turns;

pub use convert::{ConvertError, Loss, Rendered, convert};
pub use detect::{Look, detect, detect_line};
pub use list::{FORMATS, Format, format};
pub use openai_chat::FormatError;

//! On-disk shapes, one file each, and the way from one to another.
//!
//! Every shape is read into an [`Example`](crate::Example) and written from one. A shape that can not hold what an example has says so:
//! each [`Loss`] is one thing that would be left out.

mod call_ids;
mod convert;
mod detect;
mod dialect;
mod functions;
mod list;
mod loose;
mod mistral;
mod narrow;
pub mod openai_chat;
mod openai_preference;
mod openai_reinforcement;
mod prompt;
mod prompt_completion;
mod text;
mod trl;
mod trl_chat;
mod trl_preference;
mod trl_prompt;
mod trl_prompt_completion;
mod trl_stepwise;

pub use convert::{ConvertError, Loss, Rendered, convert};
pub use detect::{Look, detect, detect_line};
pub use list::{FORMATS, Format, format};
pub use openai_chat::FormatError;

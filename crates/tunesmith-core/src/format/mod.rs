//! On-disk shapes, one file each, and the way from one to another.
//!
//! Every shape is read into an [`Example`](crate::Example) and written from one. A shape that can not hold what an example has says so:
//! each [`Loss`] is one thing that would be left out.

mod convert;
mod detect;
mod list;
pub mod openai_chat;

pub use convert::{ConvertError, Loss, Rendered, convert};
pub use detect::{Look, detect, detect_line};
pub use list::{FORMATS, Format, format};
pub use openai_chat::FormatError;

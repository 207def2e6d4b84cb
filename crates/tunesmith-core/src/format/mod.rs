//! On-disk shapes, one file each.

pub mod openai_chat;

//! How plugins come to be: what `plugin new` writes and `plugin build` calls, for each language.

pub(crate) mod carried;
pub(crate) mod language;
pub(crate) mod make;
pub(crate) mod project;
pub(crate) mod tools;

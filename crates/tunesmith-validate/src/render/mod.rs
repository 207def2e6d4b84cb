//! Views of reports, sorted by name. They decide nothing: no rule, no severity, no count is made here.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json_v1;
pub(crate) mod jsonl;
pub(crate) mod markdown;
pub(crate) mod sarif;
pub(crate) mod shareable;
pub(crate) mod snippet;
pub(crate) mod text;

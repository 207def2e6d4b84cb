//! Views of reports, sorted by name. They decide nothing: no rule, no severity, no count is made here.

pub(crate) mod human;
pub(crate) mod json_v1;

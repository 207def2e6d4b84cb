//! Stub until the content rules come.
use tunesmith_core::Role;
pub(crate) fn is_suspicious(_text: &str, _role: &Role) -> bool {
    false
}

//! The validator as the pipeline uses it.
pub(crate) struct Checks;
impl Checks {
    pub(crate) fn new(_profile: &str) -> Result<Self, String> {
        Ok(Self)
    }
    pub(crate) fn record_fault(&self, _line: &str) -> Option<String> {
        None
    }
    pub(crate) fn file_findings(&self, _name: &str, _bytes: &[u8]) -> Vec<String> {
        Vec::new()
    }
}

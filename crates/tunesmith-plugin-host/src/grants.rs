//! What a plugin may do beyond being called: asked for by the plugin *and* given by the recipe.

/// The ability to be heard by people.
pub(crate) const LOG: &str = "log";

/// What a recipe gives a plugin. The default gives nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grants {
    /// Its lines reach the log. Without, only the last words before a trap are heard.
    pub log: bool,
}

impl Grants {
    /// Names of all abilities there are.
    pub const KNOWN: [&str; 1] = [LOG];

    /// Grants by name; unknown names give nothing.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut grants = Self::default();
        for name in names {
            grants.log |= name == LOG;
        }
        grants
    }

    pub(crate) fn allow(self, ability: &str) -> bool {
        ability == LOG && self.log
    }
}

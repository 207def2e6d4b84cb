//! What a plugin says about itself.

use serde_json::Value;

/// What a plugin is. The host shows it and checks recipes against the settings schema before anything runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description {
    /// `math-scorer`: the domain, then the kind.
    pub name: &'static str,
    /// `1.0.0`. Usually `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// SPDX expression.
    pub licence: &'static str,
    /// Who made it: `Name <address>`, or a name.
    pub authors: &'static [&'static str],
    /// What its users should know, in Markdown: what it looks at, what its marks and figures mean, where it errs.
    /// Usually `include_str!("../documentation.md")`.
    pub documentation: &'static str,
    /// JSON Schema of the settings, as an object with `additionalProperties: false`.
    pub settings_schema: Value,
    /// What it wants beyond being called, which the recipe must grant: `log`, or nothing.
    pub abilities: &'static [&'static str],
}

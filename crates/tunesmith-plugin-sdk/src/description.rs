//! What a plugin says about itself.

use serde_json::Value;

/// What a plugin is. The host shows it and checks recipes against the settings schema before anything runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// `math-scorer`: the domain, then the kind.
    pub name: &'static str,
    /// `1.0.0`. Usually `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// SPDX expression.
    pub licence: &'static str,
    /// JSON Schema of the settings, as an object with `additionalProperties: false`.
    pub settings_schema: Value,
}

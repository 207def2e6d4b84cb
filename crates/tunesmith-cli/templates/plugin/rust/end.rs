//! What stands at the end of every plugin in Rust.

/// What `Cargo.toml` and `documentation.md` say of it.
const DESCRIPTION: Description = Description {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    summary: env!("CARGO_PKG_DESCRIPTION"),
    licence: env!("CARGO_PKG_LICENSE"),
    authors: &[],
    documentation: include_str!("../documentation.md"),
    settings_schema: tunesmith_plugin_sdk::Value::Null,
    abilities: &[],
};

tunesmith_plugin_sdk::export!({{kind}}: {{type}});

#[cfg(test)]
mod tests {
    use super::{{type}};
    use tunesmith_plugin_sdk::testing::golden;

    /// `UPDATE=1 cargo test` writes what comes out; read the difference before you keep it.
    #[test]
    fn answers_as_the_golden_file_says() {
        golden::{{kind}}::<{{type}}>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
    }
}

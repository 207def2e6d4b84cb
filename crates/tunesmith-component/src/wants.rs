//! What a plugin wants and does not get: the import list is the list of abilities.

/// The package of the plugin API; interfaces of any version of it begin so.
pub const PACKAGE: &str = "tunesmith:plugin/";

/// Something a plugin asks for and does not get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// The interface or ability as the plugin names it.
    pub name: String,
    /// What it would allow, in plain words.
    pub allows: &'static str,
}

/// Those of the imports that `is_ours` does not know, with what they would allow.
pub fn not_granted(imports: &[String], is_ours: impl Fn(&str) -> bool) -> Vec<Want> {
    let foreign = imports.iter().filter(|name| !is_ours(name));
    foreign
        .map(|name| Want {
            name: name.clone(),
            allows: allows(name),
        })
        .collect()
}

/// Says, after the name of a file, what it wants and does not get.
pub fn refusal(wants: &[Want]) -> String {
    let wants: Vec<String> = wants
        .iter()
        .map(|Want { name, allows }| format!("`{name}` ({allows})"))
        .collect();
    format!(
        "wants what a plugin does not get: {}; a plugin may import only `tunesmith:plugin/log`: \
         build it for wasm32-unknown-unknown, and hand data in as settings or seeds",
        wants.join(", ")
    )
}

/// What an interface would allow, in plain words. By its name: the first word that fits.
pub fn allows(name: &str) -> &'static str {
    const WORDS: [(&str, &str); 15] = [
        (
            "wasi_snapshot_preview1",
            "files, clock, environment and randomness",
        ),
        ("sockets", "the network"),
        ("http", "the network"),
        ("network", "the network"),
        ("filesystem", "files"),
        ("files", "files"),
        ("clock", "the clock"),
        ("random", "randomness"),
        ("environment", "environment variables, where keys live"),
        ("config", "the host's configuration"),
        ("keyvalue", "a shared store"),
        ("terminal", "the terminal"),
        ("stdin", "standard input"),
        ("wasi:cli", "the process it runs in"),
        ("wasi:io", "streams of the host"),
    ];
    let found = WORDS.iter().find(|(word, _)| name.contains(word));
    found.map_or("something this program does not know", |(_, allows)| allows)
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn says_in_plain_words_what_an_interface_allows() {
        for (name, expected) in [
            ("wasi:sockets/tcp@0.2.3", "the network"),
            ("wasi:http/outgoing-handler@0.2.0", "the network"),
            ("wasi:filesystem/preopens@0.2.0", "files"),
            ("wasi:clocks/wall-clock@0.2.0", "the clock"),
            (
                "wasi:cli/environment@0.2.0",
                "environment variables, where keys live",
            ),
            ("wasi:cli/exit@0.2.0", "the process it runs in"),
            ("env", "something this program does not know"),
        ] {
            assert_eq!(allows(name), expected, "{name}");
        }
    }
}

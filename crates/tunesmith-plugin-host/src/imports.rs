//! What a file asks for before anything of it runs: the import list is the list of abilities.

use wasmparser::{Parser, Payload};
use wasmtime::Engine;
use wasmtime::component::types::{ComponentInstance, ComponentItem};

use crate::Want;

/// The interfaces of a component that bring something with them. One that only names types allows nothing.
pub(crate) fn of_component(
    engine: &Engine,
    component: &wasmtime::component::Component,
) -> Vec<String> {
    let component = component.component_type();
    let imports = component.imports(engine);
    imports
        .filter(|(_, item)| brings_something(engine, &item.ty))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn brings_something(engine: &Engine, item: &ComponentItem) -> bool {
    match item {
        ComponentItem::Type(_) => false,
        ComponentItem::ComponentInstance(instance) => instance_brings_something(engine, instance),
        ComponentItem::ComponentFunc(_)
        | ComponentItem::CoreFunc(_)
        | ComponentItem::Module(_)
        | ComponentItem::Component(_)
        | ComponentItem::Resource(_) => true,
    }
}

fn instance_brings_something(engine: &Engine, instance: &ComponentInstance) -> bool {
    instance
        .exports(engine)
        .any(|(_, item)| brings_something(engine, &item.ty))
}

/// The modules a core module imports from, each once, in order. Broken files are for the compiler to complain about.
pub(crate) fn of_core_module(bytes: &[u8]) -> Vec<String> {
    let mut modules: Vec<String> = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let Ok(payload) = payload else { break };
        let Payload::ImportSection(section) = payload else {
            continue;
        };
        for import in section.into_imports().flatten() {
            if !modules.iter().any(|module| module == import.module) {
                modules.push(import.module.to_owned());
            }
        }
    }
    modules
}

/// Those of the imports that `is_ours` does not know, with what they would allow.
pub(crate) fn not_granted(imports: &[String], is_ours: impl Fn(&str) -> bool) -> Vec<Want> {
    let foreign = imports.iter().filter(|name| !is_ours(name));
    foreign
        .map(|name| Want {
            name: name.clone(),
            allows: allows(name),
        })
        .collect()
}

/// What an interface would allow, in plain words. By its name: the first word that fits.
pub(crate) fn allows(name: &str) -> &'static str {
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

//! A component as it is, a core module wrapped into one.

use std::borrow::Cow;

use wasmparser::{Parser, Payload};
use wit_component::ComponentEncoder;

use crate::wants::{PACKAGE, Want, not_granted, refusal};

/// Why a file is no component and can not be made one.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoComponent {
    /// Not WebAssembly at all.
    #[error("is not a WebAssembly file; choose the `.wasm` file of a plugin")]
    NotWasm,
    /// A core module that imports from elsewhere; all of that.
    #[error("{}", refusal(.0))]
    Wants(Vec<Want>),
    /// A core module that no SDK has built; why it can not be wrapped.
    #[error("is WebAssembly but no tunesmith plugin: {0}; build it with the SDK")]
    NotAPlugin(String),
}

/// The component in a file: its bytes as they are, or made of the core module they are.
///
/// # Errors
/// When the bytes are neither, or the module wants what is not of the plugin API. Broken components pass; whoever compiles them says so.
pub fn component_of(bytes: &[u8]) -> Result<Cow<'_, [u8]>, NoComponent> {
    if Parser::is_component(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    if !Parser::is_core_wasm(bytes) {
        return Err(NoComponent::NotWasm);
    }
    // Why: what another line of the API has is judged later, when the line is known.
    let wants = not_granted(&imported_modules(bytes), |name| name.starts_with(PACKAGE));
    if !wants.is_empty() {
        return Err(NoComponent::Wants(wants));
    }
    let encoded = ComponentEncoder::default()
        .module(bytes)
        .and_then(|encoder| encoder.validate(cfg!(not(target_family = "wasm"))).encode());
    encoded
        .map(Cow::Owned)
        .map_err(|error| NoComponent::NotAPlugin(format!("{error:#}")))
}

/// The modules a core module imports from, each once, in order. Broken files are for the encoder to complain about.
fn imported_modules(bytes: &[u8]) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{NoComponent, component_of};
    use crate::wants::Want;

    const EMPTY_MODULE: &[u8] = b"\0asm\x01\0\0\0";
    const EMPTY_COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

    #[test]
    fn components_are_left_as_they_are() {
        let component = component_of(EMPTY_COMPONENT).unwrap();
        assert!(matches!(component, Cow::Borrowed(EMPTY_COMPONENT)));
    }

    #[test]
    fn what_can_be_no_plugin_is_told_apart() {
        assert_eq!(component_of(b""), Err(NoComponent::NotWasm));
        assert_eq!(component_of(b"hello, world"), Err(NoComponent::NotWasm));
        // It imports the function `f` from the module `env`.
        let imports = b"\x01\x04\x01\x60\0\0\x02\x09\x01\x03env\x01f\0\0";
        let module = [EMPTY_MODULE, imports].concat();
        let want = Want {
            name: "env".to_owned(),
            allows: "something this program does not know",
        };
        assert_eq!(component_of(&module), Err(NoComponent::Wants(vec![want])));
        assert!(matches!(
            component_of(&[EMPTY_MODULE, b"\xff"].concat()),
            Err(NoComponent::NotAPlugin(_))
        ));
    }
}

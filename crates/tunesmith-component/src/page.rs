//! The same for the page, where it runs as WebAssembly itself.

use std::borrow::Cow;

use wasm_bindgen::prelude::*;

use crate::{component_of, not_granted, refusal, with_memory_limit};

/// The component that is made of a core module; nothing if the file is a component already.
///
/// # Errors
/// Says what is wrong; the caller puts the file's name before it.
#[wasm_bindgen(js_name = componentOf)]
pub fn component_of_file(bytes: &[u8]) -> Result<Option<Vec<u8>>, JsError> {
    Ok(match component_of(bytes)? {
        Cow::Borrowed(_) => None,
        Cow::Owned(component) => Some(component),
    })
}

/// Says what of these imports a plugin does not get; nothing if it gets all.
#[wasm_bindgen(js_name = refusalOf)]
#[expect(clippy::needless_pass_by_value, reason = "lists cross by value")]
pub fn refusal_of(imports: Vec<String>, granted: Vec<String>) -> Option<String> {
    let is_granted = |name: &str| {
        let interface = name.split_once('@').map_or(name, |(name, _)| name);
        granted.iter().any(|granted| granted == interface)
    };
    let wants = not_granted(&imports, is_granted);
    (!wants.is_empty()).then(|| refusal(&wants))
}

/// A core module whose memories may not grow beyond this many bytes.
///
/// # Errors
/// When the module is broken.
#[wasm_bindgen(js_name = withMemoryLimit)]
pub fn limited(module: &[u8], bytes: f64) -> Result<Vec<u8>, JsError> {
    Ok(with_memory_limit(module, bytes as u64)?)
}

//! What the file of a plugin is and what it wants, before anything of it runs. The host and the page ask the same code.
//!
//! SDKs leave core modules, which carry a description of their types; they are wrapped into components here.

mod census;
mod component;
mod memory_limit;
#[cfg(target_family = "wasm")]
pub mod page;
mod wants;

pub use census::Census;
pub use component::{NoComponent, component_of};
pub use memory_limit::with_memory_limit;
pub use wants::{PACKAGE, Want, allows, not_granted, refusal};

//! The WebAssembly side: bindings, translation between their types and ours, and the components the export macro
//! names. Not for plugin authors, and absent from native builds.
//!
//! Invariant: a component imports nothing but `log`.

pub mod bindings;
mod component;
mod convert;
mod last_words;

pub use component::{GeneratorComponent, JudgeComponent, ScorerComponent, Slot};

/// Exports a scorer.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_scorer {
    ($component:ident) => {
        $crate::guest::bindings::scorer::export!($component with_types_in $crate::guest::bindings::scorer);
    };
}
pub use crate::__export_scorer as export_scorer;

/// Exports a generator. `about` is one interface for all kinds, so its bindings exist once.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_generator {
    ($component:ident) => {
        $crate::guest::bindings::scorer::exports::tunesmith::plugin::about::__export_tunesmith_plugin_about_0_1_0_cabi!(
            $component with_types_in $crate::guest::bindings::scorer::exports::tunesmith::plugin::about
        );
        $crate::guest::bindings::generator::export!($component with_types_in $crate::guest::bindings::generator);
    };
}
pub use crate::__export_generator as export_generator;

/// Exports a judge.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_judge {
    ($component:ident) => {
        $crate::guest::bindings::scorer::exports::tunesmith::plugin::about::__export_tunesmith_plugin_about_0_1_0_cabi!(
            $component with_types_in $crate::guest::bindings::scorer::exports::tunesmith::plugin::about
        );
        $crate::guest::bindings::judge::export!($component with_types_in $crate::guest::bindings::judge);
    };
}
pub use crate::__export_judge as export_judge;

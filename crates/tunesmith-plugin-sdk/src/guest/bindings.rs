//! Generated bindings, one module per world. Types, `log` and `about` are generated once and shared.

#![allow(
    unsafe_code,
    unreachable_pub,
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes_without_reason,
    clippy::str_to_string,
    clippy::semicolon_if_nothing_returned,
    clippy::uninlined_format_args,
    reason = "generated code; crossing the boundary is what it is for"
)]

/// The scorer's world, and what all worlds share.
pub mod scorer {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        world: "scorer-plugin",
        pub_export_macro: true,
        export_macro_name: "export",
        runtime_path: "wit_bindgen::rt",
    });
}

/// The generator's world.
pub mod generator {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        world: "generator-plugin",
        pub_export_macro: true,
        export_macro_name: "export",
        runtime_path: "wit_bindgen::rt",
        with: {
            "tunesmith:plugin/types@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::types,
            "tunesmith:plugin/log@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::log,
            "tunesmith:plugin/about@0.1.0": crate::guest::bindings::scorer::exports::tunesmith::plugin::about,
        },
    });
}

/// The judge's world.
pub mod judge {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        world: "judge-plugin",
        pub_export_macro: true,
        export_macro_name: "export",
        runtime_path: "wit_bindgen::rt",
        with: {
            "tunesmith:plugin/types@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::types,
            "tunesmith:plugin/dialogue@0.1.0": crate::guest::bindings::generator::tunesmith::plugin::dialogue,
            "tunesmith:plugin/log@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::log,
            "tunesmith:plugin/about@0.1.0": crate::guest::bindings::scorer::exports::tunesmith::plugin::about,
        },
    });
}

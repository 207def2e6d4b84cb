//! Generated bindings. Each exported interface gets a world of its own; the wrapping tool joins the two that a plugin
//! uses (`about` and its kind) into the kind's world of `wit/v0_1`. That way `about`, the types and `log` exist once.

#![allow(
    unsafe_code,
    unreachable_pub,
    clippy::all,
    clippy::allow_attributes_without_reason,
    clippy::str_to_string,
    clippy::semicolon_if_nothing_returned,
    clippy::uninlined_format_args,
    reason = "generated code; crossing the boundary is what it is for"
)]

/// What every plugin exports, and the one thing it imports.
pub mod about {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        inline: "
            package tunesmith:sdk-about;
            world about { import tunesmith:plugin/log@0.1.0; export tunesmith:plugin/about@0.1.0; }
        ",
        pub_export_macro: true,
        runtime_path: "wit_bindgen::rt",
        generate_all,
    });
}

/// What scorers export, and the types that all kinds share.
pub mod scorer {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        inline: "
            package tunesmith:sdk-scorer;
            world scorer { export tunesmith:plugin/scorer@0.1.0; }
        ",
        pub_export_macro: true,
        runtime_path: "wit_bindgen::rt",
        generate_all,
    });
}

/// What generators export, and the dialogue they share with judges.
pub mod generator {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        inline: "
            package tunesmith:sdk-generator;
            world generator { export tunesmith:plugin/generator@0.1.0; }
        ",
        pub_export_macro: true,
        runtime_path: "wit_bindgen::rt",
        with: { "tunesmith:plugin/types@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::types },
        generate_all,
    });
}

/// What judges export.
pub mod judge {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        inline: "
            package tunesmith:sdk-judge;
            world judge { export tunesmith:plugin/judge@0.1.0; }
        ",
        pub_export_macro: true,
        runtime_path: "wit_bindgen::rt",
        with: {
            "tunesmith:plugin/types@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::types,
            "tunesmith:plugin/dialogue@0.1.0": crate::guest::bindings::generator::tunesmith::plugin::dialogue,
        },
    });
}

/// What filters export.
pub mod filter {
    wit_bindgen::generate!({
        path: "wit/v0_1",
        inline: "
            package tunesmith:sdk-filter;
            world filter { export tunesmith:plugin/filter@0.1.0; }
        ",
        pub_export_macro: true,
        runtime_path: "wit_bindgen::rt",
        with: { "tunesmith:plugin/types@0.1.0": crate::guest::bindings::scorer::tunesmith::plugin::types },
    });
}

//! Wants the file system. It is honest otherwise; the host must not run it at all.

#[cfg(target_family = "wasm")]
mod files {
    #![allow(
        unsafe_code,
        unreachable_pub,
        clippy::all,
        clippy::allow_attributes_without_reason,
        clippy::str_to_string,
        reason = "generated code"
    )]
    wit_bindgen::generate!({
        inline: "
            package wasi:filesystem@0.2.0;
            interface preopens { get-directories: func() -> list<string>; }
            world wants { import preopens; }
        ",
    });
}

fn misbehave() -> Result<tunesmith_plugin_sdk::Score, String> {
    #[cfg(target_family = "wasm")]
    drop(files::wasi::filesystem::preopens::get_directories());
    Err("it was let in".to_owned())
}

tunesmith_guests::scorer!("files-scorer", "wants the file system", misbehave);

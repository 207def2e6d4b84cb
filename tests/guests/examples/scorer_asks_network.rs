//! Wants the network. It is honest otherwise; the host must not run it at all.

#[cfg(target_family = "wasm")]
mod network {
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
            package wasi:sockets@0.2.0;
            interface instance-network { instance-network: func() -> u32; }
            world wants { import instance-network; }
        ",
    });
}

fn misbehave() -> Result<tunesmith_plugin_sdk::Score, String> {
    #[cfg(target_family = "wasm")]
    network::wasi::sockets::instance_network::instance_network();
    Err("it was let in".to_owned())
}

tunesmith_guests::scorer!("network-scorer", "wants the network", misbehave);

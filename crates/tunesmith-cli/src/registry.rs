//! What asking registries needs of this machine: passwords and a runtime.

use std::path::PathBuf;

use tunesmith_plugin_registry::Credentials;

use crate::error::CliError;

/// Passwords as the ecosystem keeps them.
pub(crate) fn credentials() -> Credentials {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let login = variable("TUNESMITH_REGISTRY_USER").zip(variable("TUNESMITH_REGISTRY_PASSWORD"));
    let folder = variable("DOCKER_CONFIG").map(PathBuf::from);
    let folder = folder.or_else(|| Some(etcetera::home_dir().ok()?.join(".docker")));
    Credentials::new(
        login,
        folder.map(|folder| folder.join("config.json")).as_deref(),
    )
}

/// Something to wait with.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(|error| CliError::new(format!("the network can not be used: {error}")))
}

//! Passwords of registries, as the ecosystem keeps them: two environment variables, or what `docker login` and `oras login` wrote.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use oci_client::secrets::RegistryAuth;
use serde_json::Value;

/// Where passwords are looked for. Nothing of it can be printed.
#[derive(Clone, Default)]
pub struct Credentials {
    login: Option<(String, String)>,
    docker: Value,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Credentials(…)")
    }
}

impl Credentials {
    /// `login` is a user and a password for every registry; `docker_config` the file that `docker login` writes, if there is one.
    pub fn new(login: Option<(String, String)>, docker_config: Option<&Path>) -> Self {
        let text = docker_config.and_then(|path| std::fs::read_to_string(path).ok());
        let docker = text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            login,
            docker: docker.unwrap_or_default(),
        }
    }

    pub(crate) fn of(&self, registry: &str) -> RegistryAuth {
        if let Some((user, password)) = &self.login {
            return RegistryAuth::Basic(user.clone(), password.clone());
        }
        let entry = self.docker["auths"][registry]["auth"].as_str();
        let decoded =
            entry.and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
        let login = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        match login.as_deref().and_then(|login| login.split_once(':')) {
            Some((user, password)) => RegistryAuth::Basic(user.to_owned(), password.to_owned()),
            None => RegistryAuth::Anonymous,
        }
    }
}

#[cfg(test)]
mod tests {
    use oci_client::secrets::RegistryAuth;

    use super::Credentials;

    #[test]
    fn the_variables_win_over_the_file() {
        let folder = std::env::temp_dir().join(format!("tunesmith-docker-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let config = folder.join("config.json");
        std::fs::write(
            &config,
            r#"{"auths":{"localhost:5000":{"auth":"YW5uOnNlY3JldA=="}}}"#,
        )
        .unwrap();
        let file = Credentials::new(None, Some(&config));
        assert_eq!(
            file.of("localhost:5000"),
            RegistryAuth::Basic("ann".into(), "secret".into())
        );
        assert_eq!(file.of("elsewhere"), RegistryAuth::Anonymous);
        let both = Credentials::new(Some(("bob".into(), "word".into())), Some(&config));
        assert_eq!(
            both.of("localhost:5000"),
            RegistryAuth::Basic("bob".into(), "word".into())
        );
        assert_eq!(format!("{both:?}"), "Credentials(…)");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

//! WebAssembly packages in OCI registries: one manifest, a config that says what the component imports and exports, one layer.
//!
//! The layout is that of the CNCF's "Wasm OCI Artifact layout" (TAG Runtime, read 2026-11), by the crate of the Bytecode Alliance; what
//! other tools for WebAssembly packages push can be fetched, and they can fetch what is published here.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use oci_client::client::{ClientConfig, ClientProtocol};
use oci_client::errors::{OciDistributionError, OciErrorCode};
use oci_client::{Client, Reference};
use oci_wasm::{WASM_LAYER_MEDIA_TYPE, WasmClient, WasmConfig};

use crate::source::is_loopback;
use crate::{Credentials, Fetched, RegistryError};

/// Where a manifest carries a minisign signature of its layer.
const SIGNATURE: &str = "dev.tunesmith.minisig";

/// What a package says of itself, as annotations that registries show.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// One sentence.
    pub description: String,
    /// SPDX expression.
    pub licence: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// A minisign signature of the component.
    pub signature: Option<String>,
}

/// Where a package lies now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// `oci://registry/repository@sha256:…`.
    pub source: String,
}

/// Puts a component into a registry.
///
/// # Errors
/// When the registry does not take it.
pub async fn publish(
    reference: &Reference,
    component: Vec<u8>,
    about: &About,
    credentials: &Credentials,
) -> Result<Published, RegistryError> {
    let place = shown(reference);
    let unpublished = |why: String| RegistryError::Unpublished {
        place: place.clone(),
        why,
    };
    let author = (!about.authors.is_empty()).then(|| about.authors.join(", "));
    let (config, layer) = WasmConfig::from_raw_component(component, author)
        .map_err(|error| unpublished(format!("{error:#}")))?;
    let client = client(reference);
    let auth = credentials.of(reference.resolve_registry());
    let pushed = client
        .push(reference, &auth, layer, config, Some(annotations(about)))
        .await;
    if let Err(error) = pushed {
        return Err(match error.downcast_ref::<OciDistributionError>() {
            Some(inner) if is_unauthorised(inner) => RegistryError::Unauthorised { place },
            _ => unpublished(format!("{error:#}")),
        });
    }
    let digest = client.fetch_manifest_digest(reference, &auth).await;
    let digest = digest.map_err(|error| unpublished(error.to_string()))?;
    Ok(Published {
        source: pinned(reference, &digest),
    })
}

fn annotations(about: &About) -> BTreeMap<String, String> {
    let About {
        title,
        version,
        description,
        licence,
        authors,
        signature,
    } = about;
    let mut all = BTreeMap::new();
    for (key, value) in [
        ("org.opencontainers.image.title", title.clone()),
        ("org.opencontainers.image.version", version.clone()),
        ("org.opencontainers.image.description", description.clone()),
        ("org.opencontainers.image.licenses", licence.clone()),
        ("org.opencontainers.image.authors", authors.join(", ")),
        (SIGNATURE, signature.clone().unwrap_or_default()),
    ] {
        if !value.is_empty() {
            all.insert(key.to_owned(), value);
        }
    }
    all
}

pub(crate) async fn fetch(
    reference: &Reference,
    most: usize,
    credentials: &Credentials,
) -> Result<Fetched, RegistryError> {
    let place = shown(reference);
    let client = client(reference);
    let auth = credentials.of(reference.resolve_registry());
    // First what it is, so that nothing large is fetched in vain.
    let (manifest, _config, digest) = client
        .pull_manifest_and_config(reference, &auth)
        .await
        .map_err(|error| match error.downcast_ref::<OciDistributionError>() {
            Some(inner) => cause(&place, inner),
            None => RegistryError::NoPackage {
                place: place.clone(),
                why: error.to_string(),
            },
        })?;
    let Some(layer) = manifest.layers.first() else {
        return Err(RegistryError::NoPackage {
            place,
            why: "it has no layer".to_owned(),
        });
    };
    if layer.media_type != WASM_LAYER_MEDIA_TYPE {
        return Err(RegistryError::NoPackage {
            place,
            why: format!("its layer is {}", layer.media_type),
        });
    }
    let too_large = || RegistryError::TooLarge {
        place: place.clone(),
        most,
    };
    if usize::try_from(layer.size).unwrap_or(usize::MAX) > most {
        return Err(too_large());
    }
    let mut pieces = client
        .pull_blob_stream(reference, layer)
        .await
        .map_err(|error| cause(&place, &error))?;
    let mut bytes = Vec::new();
    // The stream ends in an error where the bytes do not have the digest that the manifest says.
    while let Some(piece) = pieces
        .try_next()
        .await
        .map_err(|error| RegistryError::Unreachable {
            place: place.clone(),
            why: error.to_string(),
        })?
    {
        bytes.extend_from_slice(&piece);
        if bytes.len() > most {
            return Err(too_large());
        }
    }
    let signature = manifest
        .annotations
        .as_ref()
        .and_then(|all| all.get(SIGNATURE));
    Ok(Fetched {
        bytes,
        source: pinned(reference, &digest),
        signature: signature.cloned(),
    })
}

fn client(reference: &Reference) -> WasmClient {
    // Only fails where another part of the program has done so, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let registry = reference.resolve_registry().to_owned();
    let protocol = if is_loopback(&registry) {
        ClientProtocol::Http
    } else {
        ClientProtocol::Https
    };
    WasmClient::new(Client::new(ClientConfig {
        protocol,
        user_agent: concat!("tunesmith/", env!("CARGO_PKG_VERSION")),
        ..ClientConfig::default()
    }))
}

fn cause(place: &str, error: &OciDistributionError) -> RegistryError {
    let place = place.to_owned();
    if is_unauthorised(error) {
        return RegistryError::Unauthorised { place };
    }
    let missing = match error {
        OciDistributionError::ImageManifestNotFoundError(_) => true,
        OciDistributionError::RegistryError { envelope, .. } => envelope.errors.iter().any(|one| {
            matches!(
                one.code,
                OciErrorCode::ManifestUnknown | OciErrorCode::NameUnknown | OciErrorCode::NotFound
            )
        }),
        _ => false,
    };
    let why = if missing {
        "the registry has nothing under this name and tag".to_owned()
    } else {
        error.to_string()
    };
    RegistryError::Unreachable { place, why }
}

fn is_unauthorised(error: &OciDistributionError) -> bool {
    match error {
        OciDistributionError::UnauthorizedError { .. }
        | OciDistributionError::AuthenticationFailure(_)
        | OciDistributionError::ServerError {
            code: 401 | 403, ..
        } => true,
        OciDistributionError::RegistryError { envelope, .. } => envelope
            .errors
            .iter()
            .any(|one| matches!(one.code, OciErrorCode::Unauthorized | OciErrorCode::Denied)),
        _ => false,
    }
}

fn shown(reference: &Reference) -> String {
    format!("oci://{}", reference.whole())
}

fn pinned(reference: &Reference, digest: &str) -> String {
    format!(
        "oci://{}/{}@{digest}",
        reference.registry(),
        reference.repository()
    )
}

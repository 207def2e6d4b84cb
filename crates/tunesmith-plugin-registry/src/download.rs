//! Files of this machine, and files behind an address. A minisign signature is looked for beside each.

use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use reqwest::{Client, StatusCode, Url, redirect};

use crate::source::is_loopback;
use crate::{Fetched, RegistryError};

/// A signature is a few lines.
const LARGEST_SIGNATURE: usize = 4096;
const PATIENCE: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 5;

pub(crate) fn from_file(path: &Path, most: usize) -> Result<Fetched, RegistryError> {
    let place = path.display().to_string();
    let bytes = read(path, most).map_err(|error| RegistryError::Unreachable {
        place: place.clone(),
        why: error.to_string(),
    })?;
    let bytes = bytes.ok_or_else(|| RegistryError::TooLarge {
        place: place.clone(),
        most,
    })?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".minisig");
    let signature = read(Path::new(&beside), LARGEST_SIGNATURE).ok().flatten();
    Ok(Fetched {
        bytes,
        source: place,
        signature: signature.and_then(|bytes| String::from_utf8(bytes).ok()),
    })
}

/// Nothing where there are more bytes.
fn read(path: &Path, most: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}

pub(crate) async fn from_url(url: &Url, most: usize) -> Result<Fetched, RegistryError> {
    let client = client().map_err(|error| unreachable(url, &error))?;
    let bytes = get(&client, url, most).await?;
    let mut beside = url.clone();
    beside.set_path(&format!("{}.minisig", url.path()));
    // There need not be one.
    let signature = get(&client, &beside, LARGEST_SIGNATURE).await.ok();
    Ok(Fetched {
        bytes,
        source: url.to_string(),
        signature: signature.and_then(|bytes| String::from_utf8(bytes).ok()),
    })
}

fn client() -> reqwest::Result<Client> {
    // Only fails where another part of the program has done so, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let follow = redirect::Policy::custom(|attempt| {
        let first = attempt.previous().first().map(Url::scheme);
        let allowed = match (first, attempt.url().scheme()) {
            (_, "https") => true,
            (Some("http"), "http") => attempt.url().host_str().is_some_and(is_loopback),
            _ => false,
        };
        if !allowed {
            attempt.error("it leads to another scheme")
        } else if attempt.previous().len() > MOST_REDIRECTS {
            attempt.error("it leads round and round")
        } else {
            attempt.follow()
        }
    });
    Client::builder()
        .redirect(follow)
        .connect_timeout(PATIENCE)
        .read_timeout(PATIENCE)
        .build()
}

async fn get(client: &Client, url: &Url, most: usize) -> Result<Vec<u8>, RegistryError> {
    let answer = client.get(url.clone()).send().await;
    let answer = answer.map_err(|error| unreachable(url, &error))?;
    if answer.status() == StatusCode::UNAUTHORIZED || answer.status() == StatusCode::FORBIDDEN {
        return Err(RegistryError::Unreachable {
            place: url.to_string(),
            why: format!(
                "the server says {}; fetch the file yourself and name its path",
                answer.status()
            ),
        });
    }
    let answer = answer
        .error_for_status()
        .map_err(|error| unreachable(url, &error))?;
    let mut bytes = Vec::new();
    let mut pieces = answer.bytes_stream();
    while let Some(piece) = pieces
        .try_next()
        .await
        .map_err(|error| unreachable(url, &error))?
    {
        bytes.extend_from_slice(&piece);
        if bytes.len() > most {
            return Err(RegistryError::TooLarge {
                place: url.to_string(),
                most,
            });
        }
    }
    Ok(bytes)
}

fn unreachable(url: &Url, error: &reqwest::Error) -> RegistryError {
    let mut why = match error.status() {
        Some(status) => format!("the server says {status}"),
        None => error.to_string(),
    };
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        why = inner.to_string();
        cause = inner.source();
    }
    RegistryError::Unreachable {
        place: url.to_string(),
        why,
    }
}

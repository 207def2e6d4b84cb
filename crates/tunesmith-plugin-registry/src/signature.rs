//! Signatures by minisign: an Ed25519 signature of a file in a few lines of text, as `minisign -S` writes them.

use minisign_verify::{PublicKey, Signature};

use crate::{Fetched, RegistryError};

/// What is known about a file's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// There is none, and no key was given.
    Absent,
    /// There is one, but no key to check it with.
    Unchecked,
    /// It is by the owner of this key.
    By(String),
}

/// Checks a file against a public key, in the form `minisign` prints. With a key a signature must be there and right.
///
/// # Errors
/// When the key can not be read, or the signature is missing, broken or by another key.
pub fn check(fetched: &Fetched, key: Option<&str>) -> Result<Checked, RegistryError> {
    let wrong = |why: String| RegistryError::Signature {
        place: fetched.source.clone(),
        why,
    };
    let Some(key) = key else {
        return Ok(match fetched.signature {
            Some(_) => Checked::Unchecked,
            None => Checked::Absent,
        });
    };
    // A key's file has a comment before the key itself.
    let line = key.lines().map(str::trim).rfind(|line| !line.is_empty());
    let line = line.unwrap_or_default();
    let public = PublicKey::from_base64(line)
        .map_err(|error| wrong(format!("the key is no minisign public key: {error}")))?;
    let text = fetched.signature.as_deref().ok_or_else(|| {
        wrong("there is no signature beside it (FILE.minisig), and a key asks for one".to_owned())
    })?;
    let signature = Signature::decode(text)
        .map_err(|error| wrong(format!("the signature can not be read: {error}")))?;
    public
        .verify(&fetched.bytes, &signature, false)
        .map_err(|error| {
            wrong(format!(
                "the signature is not of this file and key: {error}; do not use the file"
            ))
        })?;
    Ok(Checked::By(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Checked, check};
    use crate::Fetched;

    /// The example of minisign's own documentation: key, signature and the file `test`.
    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    const SIGNATURE: &str = "untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1633700835\tfile:test\tprehashed
wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==";

    fn fetched(bytes: &[u8], signature: Option<&str>) -> Fetched {
        Fetched {
            bytes: bytes.to_vec(),
            source: "test".to_owned(),
            signature: signature.map(str::to_owned),
        }
    }

    #[test]
    fn a_key_makes_a_signature_necessary() {
        assert_eq!(
            check(&fetched(b"test", None), None).unwrap(),
            Checked::Absent
        );
        assert_eq!(
            check(&fetched(b"test", Some(SIGNATURE)), None).unwrap(),
            Checked::Unchecked
        );
        let by = check(&fetched(b"test", Some(SIGNATURE)), Some(KEY)).unwrap();
        assert_eq!(by, Checked::By(KEY.to_owned()));
        let with_comment = format!("untrusted comment: minisign public key\n{KEY}\n");
        check(&fetched(b"test", Some(SIGNATURE)), Some(&with_comment)).unwrap();
        let refused = |bytes: &[u8], signature, key| {
            check(&fetched(bytes, signature), Some(key))
                .unwrap_err()
                .to_string()
        };
        assert!(refused(b"test", None, KEY).contains("there is no signature beside it"));
        assert!(refused(b"tset", Some(SIGNATURE), KEY).contains("not of this file and key"));
        assert!(refused(b"test", Some("nonsense"), KEY).contains("can not be read"));
        assert!(refused(b"test", Some(SIGNATURE), "abc").contains("no minisign public key"));
    }
}

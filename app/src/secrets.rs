//! The hub's secret key, and what is derived from it.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hmac,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::rng::Rng;

/// 256 bits or more, from `HELIOGRAPH_SECRET_KEY` or from a file made at the first start.
/// Every node of a hub has the same.
#[derive(Clone)]
pub struct SecretKey(hmac::Key);

impl SecretKey {
    pub const SHORTEST: usize = 32;

    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Reads the key file, or makes it, readable by its owner alone.
    pub fn from_file(path: &Path, rng: Rng) -> std::io::Result<Self> {
        match fs::read(path) {
            Ok(secret) if secret.len() >= Self::SHORTEST => return Ok(Self::new(&secret)),
            Ok(_) => return Err(std::io::Error::other("it is too short to be a key")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }

        // Written beside and linked into place: a second process that starts now ends up with the same key, never half of one.
        let beside = path.with_extension(rng.short_token());
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(rng.token().as_bytes())?;
        file.sync_all()?;
        let linked = fs::hard_link(&beside, path);
        fs::remove_file(&beside)?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
            _ => fs::read(path).map(|secret| Self::new(&secret)),
        }
    }

    /// A token that only a holder of the key can make, for `purpose` and `subject`.
    pub fn token(&self, purpose: &str, subject: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{purpose}\0{subject}").as_bytes());
        URL_SAFE_NO_PAD.encode(tag)
    }

    /// Whether `token` is the one for `purpose` and `subject`, in constant time.
    pub fn confirms(&self, token: &str, purpose: &str, subject: &str) -> bool {
        let message = format!("{purpose}\0{subject}");
        URL_SAFE_NO_PAD.decode(token).is_ok_and(|tag| hmac::verify(&self.0, message.as_bytes(), &tag).is_ok())
    }
}

impl SecretKey {
    /// Encrypts `secret` for `purpose` and `subject` (AES-256-GCM, under a key of that purpose's own): without the hub's
    /// key it can't be read, and in another subject's place it opens nothing.
    pub fn seal(&self, rng: Rng, purpose: &str, subject: &str, secret: &[u8]) -> anyhow::Result<String> {
        let nonce = rng.bytes::<NONCE_LEN>();
        let mut sealed = secret.to_vec();
        self.cipher(purpose)?.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(subject.as_bytes()),
            &mut sealed,
        )?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// What was sealed for `purpose` and `subject`; nothing when it was for another, or with another key, or changed.
    pub fn open(&self, purpose: &str, subject: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk_mut::<NONCE_LEN>()?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.cipher(purpose).ok()?.open_in_place(nonce, Aad::from(subject.as_bytes()), sealed).ok()?;
        Some(opened.to_vec())
    }

    /// Derived by the HMAC. No message of [`Self::token`] begins with a zero, so that no token is ever such a key.
    fn cipher(&self, purpose: &str) -> anyhow::Result<LessSafeKey> {
        let key = hmac::sign(&self.0, format!("\0seal\0{purpose}").as_bytes());
        Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_ref())?))
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// SHA-256 in hexadecimal: what is kept of a token that somebody else holds.
pub fn hash_of(token: &str) -> String {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::SecretKey;
    use crate::rng::Rng;

    #[test]
    fn what_is_sealed_opens_for_its_own_purpose_and_subject_alone() {
        let key = SecretKey::new(&[7; 32]);
        let sealed = key.seal(Rng, "test", "ana", b"the sea").expect("sealed");

        assert_eq!(key.open("test", "ana", &sealed).as_deref(), Some(&b"the sea"[..]));
        assert_eq!(key.open("test", "tom", &sealed), None);
        assert_eq!(key.open("else", "ana", &sealed), None);
        assert_eq!(SecretKey::new(&[8; 32]).open("test", "ana", &sealed), None);
        assert_eq!(key.open("test", "ana", "AAAA"), None);
        assert_ne!(key.seal(Rng, "test", "ana", b"the sea").expect("sealed"), sealed, "never twice the same");
    }

    #[test]
    fn the_key_file_is_made_once_and_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");

        let first = SecretKey::from_file(&path, Rng).expect("a new key");
        let second = SecretKey::from_file(&path, Rng).expect("the same key");

        assert!(second.confirms(&first.token("test", "ana"), "test", "ana"));
        assert!(!second.confirms(&first.token("test", "ana"), "test", "tom"));
        assert!(!second.confirms("nonsense", "test", "ana"));
        assert_eq!(path.metadata().expect("metadata").permissions().mode() & 0o777, 0o600);
        assert_eq!(folder.path().read_dir().expect("the folder").count(), 1);
    }
}

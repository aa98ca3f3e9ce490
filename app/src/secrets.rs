//! The hub's secret key, and what is derived from it.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use aws_lc_rs::{digest, hmac};
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

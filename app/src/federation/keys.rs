//! What actors sign with, RSA of 2048 bits: the one kind that every server verifies. A key is made when it is needed
//! first and stays; its private half lies in the database under the seal of the hub's secret key.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use heliograph_entity::values::{AccountId, TenantId};

use super::queries;
use crate::{app::App, error::Result};

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    Account(AccountId),
    /// The community itself.
    Community(TenantId),
}

impl Owner {
    /// What its private key is sealed for: in somebody else's place it opens nothing.
    fn seal(self) -> (&'static str, String) {
        match self {
            Self::Account(id) => ("account-key", id.to_string()),
            Self::Community(id) => ("tenant-key", id.to_string()),
        }
    }
}

pub struct PrivateKey(KeyPair);

impl PrivateKey {
    /// Takes a tenth of a second.
    fn generate() -> anyhow::Result<Self> {
        Ok(Self(KeyPair::generate(KeySize::Rsa2048).context("making a key")?))
    }

    pub fn from_pkcs8(der: &[u8]) -> anyhow::Result<Self> {
        Ok(Self(KeyPair::from_pkcs8(der).context("reading a key")?))
    }

    fn to_pkcs8(&self) -> anyhow::Result<Vec<u8>> {
        let der: Pkcs8V1Der<'_> = self.0.as_der()?;
        Ok(der.as_ref().to_vec())
    }

    /// The public half as SPKI in PEM.
    pub fn public_pem(&self) -> anyhow::Result<String> {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der()?;
        let mut pem = "-----BEGIN PUBLIC KEY-----\n".to_owned();
        for line in STANDARD.encode(der.as_ref()).as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        Ok(pem)
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    pub fn sign(&self, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).context("signing")?;
        Ok(signature)
    }
}

/// Somebody's public key. RSA of 2048 to 8192 bits verifies; anything else never does.
#[derive(Clone, Debug)]
pub struct PublicKey(Vec<u8>);

impl PublicKey {
    /// SPKI, as nearly everybody writes it, or PKCS#1.
    pub fn from_pem(pem: &str) -> Option<Self> {
        let inner = pem.trim().strip_prefix("-----BEGIN ")?;
        let (kind, inner) = inner.split_once("-----")?;
        if !["PUBLIC KEY", "RSA PUBLIC KEY"].contains(&kind) {
            return None;
        }
        let (inner, _) = inner.split_once("-----END ")?;
        let base64: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
        STANDARD.decode(base64).ok().map(Self)
    }

    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0).verify(message, signature).is_ok()
    }
}

/// Keys that were used lately, unsealed. Unsealing one and checking it takes longer than signing with it.
#[derive(Default)]
pub struct Signers(Mutex<HashMap<Owner, Arc<PrivateKey>>>);

/// How many of them are held.
const MOST_HELD: usize = 1000;

impl Signers {
    fn held(&self, owner: Owner) -> Option<Arc<PrivateKey>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&owner).cloned()
    }

    fn hold(&self, owner: Owner, key: &Arc<PrivateKey>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert(owner, key.clone());
    }

    pub(super) fn forget(&self, owner: Owner) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&owner);
    }
}

/// The public key of an actor of ours, in PEM; made now if it never had one.
pub async fn public_key(app: &App, owner: Owner) -> Result<String> {
    Ok(pair(app, owner).await?.1)
}

/// What an actor of ours signs with.
pub async fn private_key(app: &App, owner: Owner) -> Result<Arc<PrivateKey>> {
    if let Some(held) = app.signers.held(owner) {
        return Ok(held);
    }
    let (sealed, _) = pair(app, owner).await?;
    let (purpose, subject) = owner.seal();
    let opened = app.secrets.open(purpose, &subject, &sealed);
    let key =
        Arc::new(PrivateKey::from_pkcs8(&opened.context("a key can't be unsealed: is the secret key another one?")?)?);
    app.signers.hold(owner, &key);
    Ok(key)
}

/// The sealed private half and the public one.
async fn pair(app: &App, owner: Owner) -> Result<(String, String)> {
    if let Some(pair) = queries::key(app.db.reader(), owner).await? {
        return Ok(pair);
    }
    let (private, public) = tokio::task::spawn_blocking(|| -> anyhow::Result<_> {
        let key = PrivateKey::generate()?;
        Ok((key.to_pkcs8()?, key.public_pem()?))
    })
    .await
    .map_err(anyhow::Error::new)??;
    let (purpose, subject) = owner.seal();
    let sealed = app.secrets.seal(app.rng, purpose, &subject, &private)?;

    let tx = app.db.write_tx().await?;
    queries::insert_key(&tx, owner, sealed, public, app.clock.now()).await?;
    // Of two who made one at the same time, the first one's counts.
    let kept = queries::key(&tx, owner).await?;
    tx.commit().await?;
    Ok(kept.context("a key that was just made")?)
}

#[cfg(test)]
mod tests {
    use super::{PrivateKey, PublicKey};

    #[test]
    fn what_one_half_signs_the_other_verifies() {
        let key = PrivateKey::generate().expect("a key");
        let again = PrivateKey::from_pkcs8(&key.to_pkcs8().expect("bytes")).expect("the same key");
        let pem = key.public_pem().expect("PEM");
        let public = PublicKey::from_pem(&pem).expect("a public key");
        let signature = again.sign(b"the sea").expect("a signature");

        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n") && pem.lines().all(|line| line.len() <= 64));
        assert!(public.verifies(b"the sea", &signature));
        assert!(!public.verifies(b"the see", &signature));
        assert!(!public.verifies(b"the sea", &signature[1..]));
        assert!(PublicKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").is_none());
        assert!(PublicKey::from_pem("once upon a time").is_none());
    }
}

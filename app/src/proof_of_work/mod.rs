//! Work that a browser does before its form is taken at ease: nothing for one person, a lot for somebody who sends
//! thousands. Nobody else is asked, and whoever's browser can't do it is only slowed down.
//!
//! A challenge is signed, belongs to one community and lasts an hour. Its answer is a number that, behind it, gives a
//! SHA-256 beginning with so many zero bits (Hashcash; Back, 2002). It counts once.

mod queries;

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use heliograph_entity::values::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    error::Result,
    jobs::{Job, Outcome},
    secrets::hash_of,
    viewer::Tenant,
};

const PURPOSE: &str = "proof-of-work";
const LIFE: Duration = Duration::from_secs(3600);
/// A quarter of a million hashes on average: less than a second of a browser's time.
const BITS: u32 = 18;

/// What a form is shown with.
pub struct Challenge {
    pub text: String,
    pub bits: u32,
}

pub fn challenge(app: &App, tenant: &Tenant) -> Challenge {
    let bits = if app.config.cheap_passwords { 8 } else { BITS };
    let until = app.clock.now().plus(LIFE).0;
    let signed = format!("{}.{until}.{bits}.{}", tenant.id, app.rng.short_token());
    let signature = app.secrets.token(PURPOSE, &signed);
    Challenge { text: format!("{signed}.{signature}"), bits }
}

/// Whether `answer` is one to a challenge of this community that lasts and was not answered before. Asking uses it up.
pub async fn spend(app: &App, tenant: &Tenant, challenge: &str, answer: &str) -> Result<bool> {
    let now = app.clock.now();
    let Some(until) = answered(app, tenant, challenge, answer).filter(|until| *until > now) else { return Ok(false) };

    let tx = app.db.write_tx().await?;
    let fresh = queries::insert(&tx, hash_of(challenge), until).await?;
    tx.commit().await?;
    Ok(fresh)
}

/// When the challenge ends, if it is one of ours and `answer` is one to it.
fn answered(app: &App, tenant: &Tenant, challenge: &str, answer: &str) -> Option<Timestamp> {
    let (signed, signature) = challenge.rsplit_once('.')?;
    // Without an answer a form comes from a browser without scripts: it must not be right by chance.
    if challenge.len() > 200
        || answer.is_empty()
        || answer.len() > 20
        || !app.secrets.confirms(signature, PURPOSE, signed)
    {
        return None;
    }
    let mut parts = signed.split('.');
    let (whose, until, bits) = (parts.next()?, parts.next()?, parts.next()?);
    let zeros = leading_zeros(digest(&SHA256, format!("{challenge}.{answer}").as_bytes()).as_ref());
    let right = whose == tenant.id.to_string() && zeros >= bits.parse().ok()?;
    right.then_some(Timestamp(until.parse().ok()?))
}

fn leading_zeros(hash: &[u8]) -> u32 {
    let whole = hash.iter().take_while(|byte| **byte == 0).count();
    whole as u32 * 8 + hash.get(whole).map_or(0, |byte| byte.leading_zeros())
}

/// Forgets answers whose challenges have ended.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetSpent {}

impl Job for ForgetSpent {
    const NAME: &'static str = "proof_of_work.forget_spent";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        queries::forget_before(&tx, app.clock.now()).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::leading_zeros;

    #[test]
    fn zero_bits_are_counted_from_the_front() {
        assert_eq!(leading_zeros(&[0xff]), 0);
        assert_eq!(leading_zeros(&[0, 0, 0x2f, 0]), 18);
        assert_eq!(leading_zeros(&[0, 0]), 16);
    }
}

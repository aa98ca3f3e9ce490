//! Passwords: how long, how hashed, how compared. The work is done off the async threads, a few at a time.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::{
    app::App,
    error::{Error, Result},
    words::Message,
};

const SHORTEST: usize = 10;
/// Far more than anybody types; a bound on what has to be hashed.
const LONGEST: usize = 200;

/// Each hash takes 19 MiB for its time.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// What a guesser would try first: fewer than a million guesses are too few.
const WEAKEST: Score = Score::Two;
/// Characters that are looked at: what comes after can only make it stronger.
const LOOKED_AT: usize = 60;

/// Length is what makes a password strong, and that nobody guesses it (NIST SP 800-63B, 3.1.1.2): nothing else is asked
/// of it. A guesser knows the common passwords and what stands in `context`: a name, an address, the community's name.
pub(super) fn acceptable(password: &str, context: &[&str]) -> Result<(), Message> {
    let length = password.chars().count();
    match length {
        _ if length < SHORTEST => {
            Err(Message::new("problem-password-short").count("limit", SHORTEST).count("length", length))
        }
        _ if length > LONGEST => {
            Err(Message::new("problem-password-long").count("limit", LONGEST).count("length", length))
        }
        _ if is_guessed(password, context) => Err(Message::new("problem-password-guessed")),
        _ => Ok(()),
    }
}

fn is_guessed(password: &str, context: &[&str]) -> bool {
    let beginning: String = password.chars().take(LOOKED_AT).collect();
    zxcvbn(&beginning, context).score() < WEAKEST
}

/// Argon2id with the parameters that OWASP names first: 19 MiB, two passes, one lane. The answer is in PHC form.
pub(super) async fn hash(app: &App, password: String) -> Result<String> {
    let argon2 = argon2(app);
    off_the_async_threads(move || {
        let hash = argon2.hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("hashing a password: {error}"))
    })
    .await
}

/// Whether `password` is the one that was hashed. Without a hash it takes as long, by hashing it, and isn't.
pub async fn verify(app: &App, password: String, hash: Option<String>) -> Result<bool> {
    let Some(hash) = hash else {
        self::hash(app, password).await?;
        return Ok(false);
    };
    off_the_async_threads(move || {
        let hash = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("reading a password's hash: {error}"))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

fn argon2(app: &App) -> Argon2<'static> {
    let params =
        if app.config.cheap_passwords { Params::new(8, 1, 1, None).unwrap_or_default() } else { Params::default() };
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T> {
    let permit = AT_ONCE.acquire().await.map_err(anyhow::Error::new)?;
    let result = tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::new)?;
    drop(permit);
    result.map_err(Error::Internal)
}

#[cfg(test)]
mod tests {
    use super::acceptable;

    #[test]
    fn a_password_is_long_enough_and_not_the_first_that_is_tried() {
        for good in [
            "correct horse battery",
            "ana likes the sea",
            "     spaces   ",
            "thirty-nine steps down to the quiet harbour",
        ] {
            assert_eq!(acceptable(good, &["ana", "ana@example.org", "Praia"]), Ok(()), "{good}");
        }
        for guessed in ["1234567890", "qwertyuiop", "password123", "aaaaaaaaaaaa", "praiapraia", "ana@example.org"] {
            assert!(acceptable(guessed, &["ana", "ana@example.org", "Praia"]).is_err(), "{guessed}");
        }
        assert!(acceptable("short", &[]).is_err());
        assert!(acceptable(&"x1".repeat(101), &[]).is_err());
    }
}

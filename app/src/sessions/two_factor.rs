//! The second factor: codes from an authenticator app (RFC 6238), and recovery codes for whoever has lost it. A code
//! counts once, and the secret is encrypted in the database.

use heliograph_entity::{
    recovery_code, totp, user,
    values::{Timestamp, UserId},
};
use totp_rs::{Builder, Secret, Totp};

use super::{Browser, queries, throttles};
use crate::{
    accounts::{Change, SendChange},
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    jobs,
    qr::{self, QrPicture},
    viewer::Viewer,
    words::Message,
};

/// What the secret is encrypted for, with the user as the subject.
const SECRET: &str = "totp";
/// The same for a secret that is offered on a page and not in use yet.
const OFFER: &str = "totp-offer";
const RECOVERY: &str = "recovery-code";

/// Bytes, as RFC 4226 (4, R6) recommends.
const SECRET_LENGTH: usize = 20;
const RECOVERY_CODES: usize = 10;
const RECOVERY_LENGTH: usize = 12;
/// 32 letters that are not mistaken for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A new secret, for somebody to put into their app.
pub(super) struct Offer {
    /// The secret as only the hub can read it, for the page to send back.
    pub(super) sealed: String,
    /// In base32, in groups of four.
    pub(super) secret: String,
    /// What the app opens, as a QR code.
    pub(super) picture: QrPicture,
}

pub(super) async fn is_on(app: &App, user: &user::Model) -> Result<bool> {
    Ok(queries::totp(app.db.reader(), user.tenant_id, user.id).await?.is_some())
}

pub(super) fn offer(app: &App, viewer: &Viewer) -> Result<Offer> {
    let secret = app.rng.bytes::<SECRET_LENGTH>();
    let sealed = app.secrets.seal(app.rng, OFFER, &viewer.user.id.to_string(), &secret)?;
    offered(app, viewer, sealed)
}

/// The same offer once more: a code was mistyped.
pub(super) fn offered(app: &App, viewer: &Viewer, sealed: String) -> Result<Offer> {
    let secret = opened_offer(app, viewer.user.id, &sealed)?;
    let totp = Builder::new()
        .with_secret(secret)
        .with_issuer(Some(viewer.tenant.community.name.replace(':', " ")))
        .with_account_name(format!("{}@{}", viewer.account.name, viewer.tenant.host.name))
        .build()
        .map_err(|error| anyhow::anyhow!("a secret for an authenticator app: {error}"))?;
    let link = totp.to_url().map_err(|error| anyhow::anyhow!("a link for an authenticator app: {error}"))?;
    let letters = totp.secret().to_base32();
    let groups: Vec<&str> = letters.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Ok(Offer { sealed, secret: groups.join(" "), picture: qr::draw(&link)? })
}

/// Turns the second factor on, once the app has shown that it has the secret. The recovery codes: they are shown now and
/// never again.
pub(super) async fn turn_on(
    app: &App,
    browser: &Browser,
    viewer: &Viewer,
    sealed: &str,
    code: &str,
) -> Result<Vec<String>> {
    throttles::offer(app, viewer.user.id, browser).await?;
    let user = &viewer.user;
    let secret = opened_offer(app, user.id, sealed)?;
    let Some(step) = step_of(&secret, code, app.clock.now()) else { return Err(wrong_code()) };
    let row = totp::Model {
        user_id: user.id,
        tenant_id: user.tenant_id,
        sealed_secret: app.secrets.seal(app.rng, SECRET, &user.id.to_string(), &secret)?,
        last_step: step,
        created_at: app.clock.now(),
    };

    let tx = app.db.write_tx().await?;
    if !queries::insert_totp(&tx, row).await? {
        return Err(Error::Invalid(Problems::one("code", Message::new("problem-two-factor-on"))));
    }
    let codes = make_codes(app, &tx, user).await?;
    tell(app, &tx, user, Change::TwoFactorOn).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Turns it off; its secret and the recovery codes are gone.
pub(super) async fn turn_off(app: &App, viewer: &Viewer) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if queries::delete_totp(&tx, viewer.tenant.id, viewer.user.id).await? {
        queries::delete_codes(&tx, viewer.tenant.id, viewer.user.id).await?;
        tell(app, &tx, &viewer.user, Change::TwoFactorOff).await?;
    }
    Ok(tx.commit().await?)
}

/// New recovery codes in the place of all earlier ones.
pub(super) async fn renew_codes(app: &App, viewer: &Viewer) -> Result<Vec<String>> {
    let tx = app.db.write_tx().await?;
    queries::totp(&tx, viewer.tenant.id, viewer.user.id).await?.ok_or(Error::NotFound)?;
    let codes = make_codes(app, &tx, &viewer.user).await?;
    tell(app, &tx, &viewer.user, Change::RecoveryCodes).await?;
    tx.commit().await?;
    Ok(codes)
}

/// How many recovery codes are left.
pub(super) async fn codes_left(app: &App, viewer: &Viewer) -> Result<u64> {
    Ok(queries::codes_left(app.db.reader(), viewer.tenant.id, viewer.user.id).await?)
}

/// Takes a code from the app of `user`: one of now, or of half a minute before or after. Each counts once, and none that
/// is older than one that counted.
pub(super) async fn take_code(app: &App, browser: &Browser, user: &user::Model, code: &str) -> Result<()> {
    throttles::code(app, browser, user).await?;
    let row = queries::totp(app.db.reader(), user.tenant_id, user.id).await?.ok_or_else(wrong_code)?;
    let secret = app.secrets.open(SECRET, &user.id.to_string(), &row.sealed_secret);
    let secret = secret.ok_or_else(|| anyhow::anyhow!("a secret was encrypted under another key of the hub"))?;
    let Some(step) = step_of(&secret, code, app.clock.now()) else {
        throttles::note_failure(app, user).await?;
        return Err(wrong_code());
    };

    let tx = app.db.write_tx().await?;
    let first = queries::use_step(&tx, user.tenant_id, user.id, step).await?;
    tx.commit().await?;
    if first { throttles::forgive_code(app, browser, user).await } else { Err(wrong_code()) }
}

/// Takes a recovery code, which counts once. Its owner is told by mail.
pub(super) async fn take_recovery_code(app: &App, browser: &Browser, user: &user::Model, typed: &str) -> Result<()> {
    throttles::recovery_code(app, browser, user).await?;
    let hash = hash_of_code(app, user.id, typed);
    let tx = app.db.write_tx().await?;
    if !queries::use_code(&tx, user.tenant_id, user.id, &hash, app.clock.now()).await? {
        return Err(Error::Invalid(Problems::one("recovery", Message::new("problem-recovery-code"))));
    }
    tell(app, &tx, user, Change::RecoveryCodeUsed).await?;
    tx.commit().await?;
    throttles::forgive_code(app, browser, user).await
}

/// Tells somebody by mail what was changed about how they sign in.
pub(super) async fn tell(app: &App, tx: &Tx, user: &user::Model, what: Change) -> Result<()> {
    let letter = SendChange { tenant_id: user.tenant_id, user_id: user.id, what };
    jobs::enqueue(app, tx, Some(user.tenant_id), &letter).await.map(drop)
}

async fn make_codes(app: &App, tx: &Tx, user: &user::Model) -> Result<Vec<String>> {
    queries::delete_codes(tx, user.tenant_id, user.id).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let letters = app.rng.bytes::<RECOVERY_LENGTH>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        let code = letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-");
        let row = recovery_code::Model {
            code_hash: hash_of_code(app, user.id, &code),
            tenant_id: user.tenant_id,
            user_id: user.id,
            used_at: None,
            created_at: app.clock.now(),
        };
        queries::insert_code(tx, row).await?;
        codes.push(code);
    }
    Ok(codes)
}

/// Keyed, since 60 bits alone could be tried out by whoever has the table.
fn hash_of_code(app: &App, user: UserId, typed: &str) -> String {
    let letters: String =
        typed.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect();
    app.secrets.token(RECOVERY, &format!("{user}\0{letters}"))
}

/// The time step whose code it is.
fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).take(16).collect();
    let totp: Totp = Builder::new().with_secret(Secret::from(secret)).with_skew(1).build().ok()?;
    let seconds = u64::try_from(now.millis() / 1000).ok()?;
    totp.check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
}

fn opened_offer(app: &App, user: UserId, sealed: &str) -> Result<Vec<u8>> {
    let opened = app.secrets.open(OFFER, &user.to_string(), sealed);
    opened.ok_or_else(|| Error::Malformed("the secret for the app is not one that was offered".to_owned()))
}

fn wrong_code() -> Error {
    Error::Invalid(Problems::one("code", Message::new("problem-code")))
}

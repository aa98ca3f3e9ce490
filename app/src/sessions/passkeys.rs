//! Passkeys (WebAuthn, level 3): signing in without a password and without typing a name, as the second factor, and as
//! proof. They are bound to the community's host and origin. What a browser answers counts once.

use std::time::Duration;

use heliograph_entity::{
    passkey, user,
    values::{PasskeyId, Timestamp},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use tower_sessions::Session;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Uuid, Webauthn, WebauthnBuilder,
};

use super::{queries, two_factor};
use crate::{
    accounts::{self, Change},
    app::App,
    error::{Error, Problems, Result, short_text},
    secrets::hash_of,
    throttle::{self, Allowance},
    viewer::{Tenant, Viewer},
    words::Message,
};

const REGISTRATION: &str = "passkey_registration";
const CHALLENGE: &str = "passkey_challenge";

/// How long an answer is waited for: what WebAuthn recommends at the most.
const LIFE: Duration = Duration::from_secs(10 * 60);
/// Within that time, an answer to the same challenge counts once, however many requests bring it at once.
const ONCE: Allowance = Allowance { at_once: 1, then_every: LIFE };

const MOST_PASSKEYS: usize = 20;
const LONGEST_NAME: usize = 60;

/// What is kept between the question and the answer.
#[derive(Serialize, Deserialize)]
struct Asked<T> {
    at: i64,
    state: T,
}

/// What the browser needs to make a passkey for the viewer.
pub(super) async fn ask_for_new(app: &App, session: &Session, viewer: &Viewer) -> Result<serde_json::Value> {
    let theirs = all(app, viewer).await?;
    let known = theirs.iter().map(|row| decode(row).map(|passkey| passkey.cred_id().clone()));
    let known = known.collect::<Result<Vec<_>>>()?;
    let (challenge, state) = relying_party(&viewer.tenant)?
        .start_passkey_registration(
            handle_of(&viewer.user),
            &viewer.account.name,
            &viewer.account.display_name,
            Some(known),
        )
        .map_err(anyhow::Error::new)?;
    keep(app, session, REGISTRATION, state).await?;

    let mut options = serde_json::to_value(challenge).map_err(anyhow::Error::new)?;
    // Only a discoverable one signs in without a name.
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = json!("required");
    selection["requireResidentKey"] = json!(true);
    Ok(options)
}

/// Keeps the passkey that the browser made.
pub(super) async fn add(app: &App, session: &Session, viewer: &Viewer, name: &str, answer: &str) -> Result<()> {
    let name = short_text(name, LONGEST_NAME).map_err(|message| Error::Invalid(Problems::one("name", message)))?;
    let state: PasskeyRegistration = take(app, session, REGISTRATION).await?;
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| refused())?;
    let passkey = relying_party(&viewer.tenant)?.finish_passkey_registration(&answer, &state);
    let passkey = passkey.map_err(|error| {
        tracing::info!(%error, "a new passkey was refused");
        refused()
    })?;
    if all(app, viewer).await?.len() >= MOST_PASSKEYS {
        let message = Message::new("problem-too-many-passkeys").count("limit", MOST_PASSKEYS);
        return Err(Error::Invalid(Problems::one("name", message)));
    }

    let row = passkey::Model {
        id: app.ids.mint(),
        tenant_id: viewer.tenant.id,
        user_id: viewer.user.id,
        credential_id: encoded(passkey.cred_id().as_ref()),
        credential: encode(&passkey)?,
        name,
        created_at: app.clock.now(),
        last_used_at: None,
    };
    let tx = app.db.write_tx().await?;
    if !queries::insert_passkey(&tx, row).await? {
        return Err(refused());
    }
    two_factor::tell(app, &tx, &viewer.user, Change::PasskeyAdded).await?;
    Ok(tx.commit().await?)
}

/// The viewer's passkeys, oldest first.
pub(super) async fn all(app: &App, viewer: &Viewer) -> Result<Vec<passkey::Model>> {
    Ok(queries::passkeys(app.db.reader(), viewer.tenant.id, viewer.user.id).await?)
}

pub(super) async fn has_any(app: &App, user: &user::Model) -> Result<bool> {
    Ok(!queries::passkeys(app.db.reader(), user.tenant_id, user.id).await?.is_empty())
}

pub(super) async fn remove(app: &App, viewer: &Viewer, id: PasskeyId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if !queries::delete_passkey(&tx, viewer.tenant.id, viewer.user.id, id).await? {
        return Err(Error::NotFound);
    }
    two_factor::tell(app, &tx, &viewer.user, Change::PasskeyRemoved).await?;
    Ok(tx.commit().await?)
}

/// What the browser needs to answer with a passkey, whosever it is.
pub(super) async fn ask(app: &App, session: &Session, tenant: &Tenant) -> Result<serde_json::Value> {
    let (challenge, state) = relying_party(tenant)?.start_discoverable_authentication().map_err(anyhow::Error::new)?;
    keep(app, session, CHALLENGE, state).await?;
    Ok(serde_json::to_value(challenge).map_err(anyhow::Error::new)?)
}

/// Whose passkey answered. The signature is right, the challenge was ours and is used up, and the counter went on.
pub(super) async fn answered_by(app: &App, session: &Session, tenant: &Tenant, answer: &str) -> Result<user::Model> {
    let state: DiscoverableAuthentication = take(app, session, CHALLENGE).await?;
    let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| refused())?;
    let site = relying_party(tenant)?;
    let (handle, credential_id) = site.identify_discoverable_authentication(&answer).map_err(|_| refused())?;
    let row = queries::passkey(app.db.reader(), tenant.id, &encoded(credential_id)).await?.ok_or_else(refused)?;
    let found = accounts::local(app.db.reader(), tenant.id, row.user_id).await?;
    let (user, _) = found.filter(|(user, _)| handle_of(user) == handle).ok_or_else(refused)?;

    let mut passkey = decode(&row)?;
    let result = site.finish_discoverable_authentication_v2(&answer, state, &passkey).map_err(|error| {
        tracing::info!(%error, "a passkey was refused");
        refused()
    })?;
    passkey.update_credential(&result);

    let tx = app.db.write_tx().await?;
    let updated = queries::use_passkey(&tx, &row, encode(&passkey)?, app.clock.now()).await?;
    tx.commit().await?;
    if !updated || user.confirmed_at.is_none() {
        return Err(refused());
    }
    Ok(user)
}

fn relying_party(tenant: &Tenant) -> Result<Webauthn> {
    let origin = Url::parse(&tenant.host.origin).map_err(anyhow::Error::new)?;
    // An address instead of a name can't have passkeys.
    let site = WebauthnBuilder::new(&tenant.host.name, &origin).map_err(|_| Error::NotFound)?;
    Ok(site.rp_name(&tenant.community.name).build().map_err(anyhow::Error::new)?)
}

/// The user handle of WebAuthn: tells nobody else anything.
fn handle_of(user: &user::Model) -> Uuid {
    Uuid::from_u64_pair(user.tenant_id.0.unsigned_abs(), user.id.0.unsigned_abs())
}

async fn keep<T: Serialize + Send + Sync>(app: &App, session: &Session, key: &str, state: T) -> Result<()> {
    let asked = Asked { at: app.clock.now().0, state };
    session.insert(key, asked).await.map_err(|error| anyhow::Error::new(error).into())
}

/// Takes the state out of the session: the next answer needs a new question.
async fn take<T: Serialize + DeserializeOwned>(app: &App, session: &Session, key: &str) -> Result<T> {
    let asked: Option<Asked<serde_json::Value>> = session.remove(key).await.map_err(anyhow::Error::new)?;
    let asked = asked.filter(|asked| app.clock.now().since(Timestamp(asked.at)) < LIFE).ok_or_else(refused)?;
    match throttle::take(app, "passkey-answer", &hash_of(&asked.state.to_string()), ONCE).await {
        Err(Error::TooMany(_)) => return Err(refused()),
        taken => taken?,
    }
    serde_json::from_value(asked.state).map_err(|_| refused())
}

fn decode(row: &passkey::Model) -> Result<Passkey> {
    Ok(serde_json::from_str(&row.credential).map_err(anyhow::Error::new)?)
}

fn encode(passkey: &Passkey) -> Result<String> {
    Ok(serde_json::to_string(passkey).map_err(anyhow::Error::new)?)
}

fn encoded(credential_id: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(credential_id)
}

fn refused() -> Error {
    Error::Invalid(Problems::one("passkey", Message::new("problem-passkey")))
}

//! Signing in and out, and going from one account to another.

use heliograph_entity::{sign_in, user, values::SignInId};
use tower_sessions::Session;

use super::{
    Browser, devices, queries, second,
    store::{LIFE, SIGNED_IN, SignedIn},
    throttles,
};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    viewer::Tenant,
    words::Message,
};

/// How many accounts may be signed in in one browser.
const MOST_ACCOUNTS: usize = 8;

pub struct Credentials {
    /// A user name or an e-mail address.
    pub login: String,
    pub password: String,
}

/// Checks who somebody says they are. A wrong name and a wrong password are told in the same words after the same time,
/// and tried as often.
pub async fn sign_in(app: &App, tenant: &Tenant, browser: &Browser, given: Credentials) -> Result<user::Model> {
    let mut problems = Problems::default();
    for (field, value) in [("login", given.login.trim()), ("password", &given.password)] {
        if value.is_empty() {
            problems.add(field, Message::new("problem-missing"));
        }
    }
    problems.into_result()?;

    let user = accounts::user_by_login(app.db.reader(), tenant, &given.login).await?;
    throttles::sign_in(app, tenant, browser, &given.login, user.as_ref()).await?;
    let newcomer = match &user {
        Some(_) => None,
        None => accounts::newcomer_by_login(app, tenant, &given.login).await?,
    };
    let hash =
        user.as_ref().map(|user| &user.password_hash).or(newcomer.as_ref().map(|newcomer| &newcomer.password_hash));
    let hash = hash.cloned();
    let right = accounts::verify_password(app, given.password, hash).await?;

    if let Some(newcomer) = newcomer.filter(|_| right) {
        return Err(Error::Invalid(Problems::one("login", accounts::why_not_yet(&newcomer))));
    }
    let refused = |message| Err(Error::Invalid(Problems::one("login", Message::new(message))));
    let Some(user) = user.filter(|_| right) else { return refused("problem-sign-in") };
    throttles::forgive_sign_in(app, tenant, browser, &given.login).await?;
    if user.confirmed_at.is_none() {
        return refused("problem-sign-in-unconfirmed");
    }
    Ok(user)
}

/// Signs `user` in in this browser, beside whoever else is, and makes them the one who acts. The session gets a new id:
/// one that was known before is of no use to anybody. From a device they have not used before, they are told by mail.
/// Whoever has left meanwhile, or chosen another password, is refused: what ended every session ends this one too.
pub async fn start(app: &App, session: &Session, browser: &Browser, user: &user::Model) -> Result<()> {
    let now = app.clock.now();
    let before = signed_in(session).await?.filter(|before| before.tenant_id == user.tenant_id);
    let row = sign_in::Model {
        id: app.ids.mint(),
        tenant_id: user.tenant_id,
        user_id: user.id,
        device_hash: browser.keep_device(app, user.tenant_id),
        browser: browser.agent.browser.to_owned(),
        system: browser.agent.system.to_owned(),
        network: browser.network().to_owned(),
        created_at: now,
        last_used_at: now,
        proved_at: now,
    };
    let id = row.id;

    let tx = app.db.write_tx().await?;
    let as_of_now = accounts::lock_local(&tx, user.tenant_id, user.id).await?;
    if !as_of_now.is_some_and(|(found, _)| found.password_hash == user.password_hash && found.confirmed_at.is_some()) {
        return Err(Error::Invalid(Problems::one("", Message::new("problem-sign-in"))));
    }
    let mut all = Vec::new();
    if let Some(before) = before {
        let living = queries::sign_ins(&tx, user.tenant_id, &before.all, now.minus(LIFE)).await?;
        let (theirs, others): (Vec<_>, Vec<_>) = living.into_iter().partition(|row| row.user_id == user.id);
        let too_many = others.len().saturating_sub(MOST_ACCOUNTS - 1);
        let ended = theirs.iter().chain(&others[..too_many]).map(|row| row.id);
        queries::end(&tx, user.tenant_id, ended).await?;
        all.extend(others[too_many..].iter().map(|row| row.id));
    }
    all.push(id);
    devices::meet(app, &tx, user, &row).await?;
    queries::insert_sign_in(&tx, row).await?;
    tx.commit().await?;

    session.cycle_id().await.map_err(anyhow::Error::new)?;
    second::forget(session).await?;
    remember(session, SignedIn { tenant_id: user.tenant_id, chosen: id, all }).await
}

/// Makes another account that is signed in here the one who acts.
pub async fn switch(session: &Session, tenant: &Tenant, to: SignInId) -> Result<()> {
    let here = signed_in(session).await?.filter(|here| here.tenant_id == tenant.id && here.all.contains(&to));
    let here = here.ok_or(Error::NotFound)?;
    session.cycle_id().await.map_err(anyhow::Error::new)?;
    remember(session, SignedIn { chosen: to, ..here }).await
}

/// Signs whoever acts out of this browser. Should others be signed in, the last of them acts from now on: whether there
/// is one is the answer.
pub async fn sign_out(app: &App, session: &Session) -> Result<bool> {
    let Some(mut here) = signed_in(session).await? else { return Ok(false) };
    let tx = app.db.write_tx().await?;
    queries::end(&tx, here.tenant_id, [here.chosen]).await?;
    here.all.retain(|id| *id != here.chosen);
    let living = queries::sign_ins(&tx, here.tenant_id, &here.all, app.clock.now().minus(LIFE)).await?;
    tx.commit().await?;

    here.all = living.iter().map(|row| row.id).collect();
    match here.all.last() {
        Some(last) => {
            here.chosen = *last;
            session.cycle_id().await.map_err(anyhow::Error::new)?;
            remember(session, here).await?;
            Ok(true)
        }
        None => {
            session.flush().await.map_err(anyhow::Error::new)?;
            Ok(false)
        }
    }
}

/// Signs every account out of this browser.
pub async fn sign_out_everybody(app: &App, session: &Session) -> Result<()> {
    if let Some(here) = signed_in(session).await? {
        let tx = app.db.write_tx().await?;
        queries::end(&tx, here.tenant_id, here.all).await?;
        tx.commit().await?;
    }
    session.flush().await.map_err(|error| Error::Internal(error.into()))
}

async fn signed_in(session: &Session) -> Result<Option<SignedIn>> {
    Ok(session.get(SIGNED_IN).await.map_err(anyhow::Error::new)?)
}

async fn remember(session: &Session, signed_in: SignedIn) -> Result<()> {
    session.insert(SIGNED_IN, signed_in).await.map_err(|error| Error::Internal(error.into()))
}

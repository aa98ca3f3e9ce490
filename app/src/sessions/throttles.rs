//! How often a sign-in may be tried. The tries of one network never delay another, nor a device that somebody has signed
//! in with before: an attacker keeps nobody out.

use std::time::Duration;

use heliograph_entity::{user, values::UserId};

use super::{Browser, devices};
use crate::{
    app::App,
    error::Result,
    throttle::{self, Allowance},
    viewer::Tenant,
};

const fn allow(at_once: u32, seconds: u64) -> Allowance {
    Allowance { at_once, then_every: Duration::from_secs(seconds) }
}

const BY_NAME_AND_NETWORK: Allowance = allow(5, 30);
const BY_NETWORK: Allowance = allow(100, 5);
const BY_DEVICE: Allowance = allow(20, 5);
/// Pages that can sign in with a passkey ask for a challenge whenever they are opened.
const CHALLENGES: Allowance = allow(200, 1);
/// Six digits could be guessed from many networks: 720 of a million a day.
const CODES_BY_STRANGERS: Allowance = allow(30, 120);

/// Counts a try to sign in as `login`, whom `user` is if there is such a person. What was typed is counted and not whom
/// it means: else somebody could learn that a name and an address are the same person's.
pub(super) async fn sign_in(
    app: &App,
    tenant: &Tenant,
    browser: &Browser,
    login: &str,
    user: Option<&user::Model>,
) -> Result<()> {
    if let Some(user) = user
        && let Some(device) = devices::known(app, browser, user).await?
    {
        return throttle::take(app, "sign-in-device", &format!("{}\0{device}", user.id), BY_DEVICE).await;
    }
    let whom = named(tenant, browser, login);
    throttle::take(app, "sign-in", &whom, BY_NAME_AND_NETWORK).await?;
    throttle::take(app, "sign-in-network", browser.network(), BY_NETWORK).await
}

/// Forgets tries that went before the right one.
pub(super) async fn forgive_sign_in(app: &App, tenant: &Tenant, browser: &Browser, login: &str) -> Result<()> {
    throttle::forgive(app, "sign-in", &named(tenant, browser, login)).await
}

/// Counts a challenge for a passkey, or an answer to one.
pub(super) async fn challenge(app: &App, browser: &Browser) -> Result<()> {
    throttle::take(app, "passkey-network", browser.network(), CHALLENGES).await
}

/// Counts a try of somebody who is signed in already to prove who they are.
pub(super) async fn proof(app: &App, user: UserId, browser: &Browser) -> Result<()> {
    throttle::take(app, "proof", &format!("{user}\0{}", browser.network()), BY_NAME_AND_NETWORK).await
}

pub(super) async fn forgive_proof(app: &App, user: UserId, browser: &Browser) -> Result<()> {
    throttle::forgive(app, "proof", &format!("{user}\0{}", browser.network())).await
}

/// Counts a try to give a code of the app as the second factor.
pub(super) async fn code(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    if let Some(device) = devices::known(app, browser, user).await? {
        return throttle::take(app, "code-device", &format!("{}\0{device}", user.id), BY_DEVICE).await;
    }
    throttle::take(app, "code", &format!("{}\0{}", user.id, browser.network()), BY_NAME_AND_NETWORK).await?;
    throttle::take(app, "code-strangers", &user.id.to_string(), CODES_BY_STRANGERS).await
}

/// Counts a try to give a recovery code. These can't be guessed, so no stranger delays whoever has one.
pub(super) async fn recovery_code(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    throttle::take(app, "recovery", &format!("{}\0{}", user.id, browser.network()), BY_NAME_AND_NETWORK).await
}

pub(super) async fn forgive_code(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    throttle::forgive(app, "code", &format!("{}\0{}", user.id, browser.network())).await
}

fn named(tenant: &Tenant, browser: &Browser, login: &str) -> String {
    let login = login.trim().trim_start_matches('@').to_lowercase();
    format!("{}\0{login}\0{}", tenant.id, browser.network())
}

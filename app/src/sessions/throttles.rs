//! How often a sign-in may be tried. The tries of one network hardly ever delay another, and never a device that somebody
//! has signed in with before or by which they have just chosen a new password: an attacker keeps nobody out.

use std::time::Duration;

use heliograph_entity::{sign_in, user, values::UserId};

use super::{Browser, devices};
use crate::{
    accounts::{Change, SendChange},
    app::App,
    error::{Error, Result},
    jobs,
    throttle::{self, Allowance},
    viewer::Tenant,
};

const fn allow(at_once: u32, seconds: u64) -> Allowance {
    Allowance { at_once, then_every: Duration::from_secs(seconds) }
}

const BY_NAME_AND_NETWORK: Allowance = allow(5, 30);
const BY_NETWORK: Allowance = allow(100, 5);
/// Whoever has a /48 of IPv6 has 65 536 networks.
const BY_NAME_AND_SITE: Allowance = allow(20, 30);
const BY_SITE: Allowance = allow(300, 2);
/// Tries of one name, or of one address, from everywhere but known devices: 1440 a day.
const BY_STRANGERS: Allowance = allow(100, 60);
const BY_DEVICE: Allowance = allow(20, 5);
/// A password or a code that is given by somebody who is signed in, who may have stolen the session: in one sign-in, and
/// in all of somebody's together. The first is the stricter one, so that a thief does not keep the owner waiting elsewhere.
const BY_SIGN_IN: Allowance = allow(10, 300);
const BY_USER: Allowance = allow(20, 60);
/// Codes from known devices, all together: 1440 of a million a day.
const CODES_BY_DEVICES: Allowance = allow(30, 60);
/// Wrong ones before their owner is told, and how often they are.
const UNTOLD: Allowance = allow(9, 3600);
const TOLD: Allowance = allow(1, 24 * 3600);
/// Pages that can sign in with a passkey ask for a challenge whenever they are opened.
const CHALLENGES: Allowance = allow(200, 1);
/// Six digits could be guessed from many networks: 720 of a million a day.
const CODES_BY_STRANGERS: Allowance = allow(30, 120);

/// Counts a try to sign in as `login`, whom `user` is if there is such a person. What was typed is counted and not whom
/// it means, also of all strangers together: else a name that is tried too often would tell which address is the same
/// person's, and that it is registered.
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
    throttle::take(app, "sign-in", &named(tenant, login, browser.network()), BY_NAME_AND_NETWORK).await?;
    throttle::take(app, "sign-in-network", browser.network(), BY_NETWORK).await?;
    if let Some(site) = browser.site() {
        throttle::take(app, "sign-in", &named(tenant, login, site), BY_NAME_AND_SITE).await?;
        throttle::take(app, "sign-in-site", site, BY_SITE).await?;
    }
    throttle::take(app, "sign-in-strangers", &named(tenant, login, ""), BY_STRANGERS).await
}

/// Forgets tries that went before the right one.
pub(super) async fn forgive_sign_in(app: &App, tenant: &Tenant, browser: &Browser, login: &str) -> Result<()> {
    throttle::forgive(app, "sign-in", &named(tenant, login, browser.network())).await
}

/// Counts a challenge for a passkey, or an answer to one.
pub(super) async fn challenge(app: &App, browser: &Browser) -> Result<()> {
    throttle::take(app, "passkey-network", browser.network(), CHALLENGES).await
}

/// Counts a try of somebody who is signed in already to prove who they are.
pub(super) async fn proof(app: &App, browser: &Browser, sign_in: &sign_in::Model) -> Result<()> {
    throttle::take(app, "proof", &at(sign_in.user_id, browser), BY_NAME_AND_NETWORK).await?;
    throttle::take(app, "proof-sign-in", &sign_in.id.to_string(), BY_SIGN_IN).await?;
    throttle::take(app, "proof-user", &sign_in.user_id.to_string(), BY_USER).await
}

/// Forgets tries that went before the right one.
pub(super) async fn forgive_proof(app: &App, browser: &Browser, sign_in: &sign_in::Model) -> Result<()> {
    throttle::forgive(app, "proof-sign-in", &sign_in.id.to_string()).await?;
    throttle::forgive(app, "proof", &at(sign_in.user_id, browser)).await
}

/// Counts a try to show that an app has the secret that it was offered.
pub(super) async fn offer(app: &App, user: UserId, browser: &Browser) -> Result<()> {
    throttle::take(app, "offer", &at(user, browser), BY_NAME_AND_NETWORK).await
}

/// Notes that somebody who is signed in, or has given the password, gave a wrong password or code. After ten in an hour
/// the owner of the account is told, once a day.
pub(super) async fn note_failure(app: &App, user: &user::Model) -> Result<()> {
    let whom = user.id.to_string();
    match throttle::take(app, "proof-failures", &whom, UNTOLD).await {
        Err(Error::TooMany(_)) => {}
        taken => return taken,
    }
    match throttle::take(app, "proof-failures-told", &whom, TOLD).await {
        Err(Error::TooMany(_)) => return Ok(()),
        taken => taken?,
    }
    let tx = app.db.write_tx().await?;
    let letter = SendChange { tenant_id: user.tenant_id, user_id: user.id, what: Change::Guessing };
    jobs::enqueue(app, &tx, Some(user.tenant_id), &letter).await?;
    Ok(tx.commit().await?)
}

/// Counts a try to give a code of the app as the second factor.
pub(super) async fn code(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    if let Some(device) = devices::known(app, browser, user).await? {
        throttle::take(app, "code-device", &format!("{}\0{device}", user.id), BY_DEVICE).await?;
        return throttle::take(app, "code-devices", &user.id.to_string(), CODES_BY_DEVICES).await;
    }
    throttle::take(app, "code", &at(user.id, browser), BY_NAME_AND_NETWORK).await?;
    throttle::take(app, "code-strangers", &user.id.to_string(), CODES_BY_STRANGERS).await
}

/// Counts a try to give a recovery code. These can't be guessed, so no stranger delays whoever has one.
pub(super) async fn recovery_code(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    throttle::take(app, "recovery", &at(user.id, browser), BY_NAME_AND_NETWORK).await
}

pub(super) async fn forgive_code(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    throttle::forgive(app, "code", &at(user.id, browser)).await
}

fn named(tenant: &Tenant, login: &str, network: &str) -> String {
    let login = login.trim().trim_start_matches('@').to_lowercase();
    format!("{}\0{login}\0{network}", tenant.id)
}

fn at(user: UserId, browser: &Browser) -> String {
    format!("{user}\0{}", browser.network())
}

//! The devices somebody has signed in with: they are known again by a cookie, and a new one is told by mail.

use std::time::Duration;

use askama::Template;
use heliograph_entity::{
    device, sign_in, user,
    values::{TenantId, Timestamp, UserId},
};
use serde::{Deserialize, Serialize};

use super::{Browser, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    jobs::{self, Job, Outcome},
    mail::{Frame, Letter},
    words::{Message, Words},
};

/// As long as a browser keeps the cookie.
const LIFE: Duration = Duration::from_secs(400 * 24 * 3600);

/// The hash of the browser's token when it is a known device of `user`.
pub(super) async fn known(app: &App, browser: &Browser, user: &user::Model) -> Result<Option<String>> {
    let Some(hash) = browser.device(app, user.tenant_id) else { return Ok(None) };
    Ok(queries::knows_device(app.db.reader(), user.id, &hash).await?.then_some(hash))
}

/// Makes the device of a sign-in known. If it wasn't, its owner is told by mail, but for the very first one.
pub(super) async fn meet(app: &App, tx: &Tx, user: &user::Model, sign_in: &sign_in::Model) -> Result<()> {
    let is_new = !queries::knows_device(tx, user.id, &sign_in.device_hash).await?;
    if is_new && queries::has_devices(tx, user.id).await? {
        let letter = SendNewDevice {
            tenant_id: user.tenant_id,
            user_id: user.id,
            browser: sign_in.browser.clone(),
            system: sign_in.system.clone(),
            network: sign_in.network.clone(),
            at: sign_in.created_at.0,
        };
        jobs::enqueue(app, tx, Some(user.tenant_id), &letter).await?;
    }
    let row = device::Model {
        user_id: user.id,
        token_hash: sign_in.device_hash.clone(),
        tenant_id: user.tenant_id,
        created_at: sign_in.created_at,
        last_used_at: sign_in.created_at,
        forgotten_at: None,
    };
    Ok(queries::know_device(tx, row).await?)
}

/// Makes the browser a known device of `user`, who has just shown that the mailbox is theirs: whoever else guesses their
/// password delays them no more.
pub(super) async fn trust(app: &App, browser: &Browser, user: &user::Model) -> Result<()> {
    let now = app.clock.now();
    let row = device::Model {
        user_id: user.id,
        token_hash: browser.keep_device(app, user.tenant_id),
        tenant_id: user.tenant_id,
        created_at: now,
        last_used_at: now,
        forgotten_at: None,
    };
    let tx = app.db.write_tx().await?;
    queries::know_device(&tx, row).await?;
    Ok(tx.commit().await?)
}

/// "Firefox on Android".
pub(super) fn named(words: &Words, browser: &str, system: &str) -> String {
    match (browser, system) {
        ("", "") => words.t("device-unknown"),
        (one, "") | ("", one) => one.to_owned(),
        _ => words.say(&Message::new("device-named").with("browser", browser).with("system", system)),
    }
}

/// Tells somebody that they, or somebody else, signed in with a device that wasn't known.
#[derive(Serialize, Deserialize)]
pub struct SendNewDevice {
    tenant_id: TenantId,
    user_id: UserId,
    browser: String,
    system: String,
    network: String,
    at: i64,
}

#[derive(Template)]
#[template(path = "emails/new_device.txt")]
struct NewDeviceText<'a> {
    frame: &'a Frame,
    name: &'a str,
    device: &'a str,
    network: &'a str,
    time: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/new_device.html")]
struct NewDeviceHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    device: &'a str,
    network: &'a str,
    time: &'a str,
    link: &'a str,
}

impl Job for SendNewDevice {
    const NAME: &'static str = "sessions.send_new_device";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, user, account) = match accounts::recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };

        let (frame, name, network) = (&Frame::new(&tenant), &account.name, &self.network);
        let device = &named(&frame.words, &self.browser, &self.system);
        let time = &frame.words.moment(Timestamp(self.at));
        let link = &tenant.url("/settings/sessions");
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-new-device-subject", "community", &frame.community),
            NewDeviceText { frame, name, device, network, time, link }.render()?,
            NewDeviceHtml { frame, name, device, network, time, link }.render()?,
        );
        accounts::send(app, &user, letter).await
    }
}

/// Drops devices that nobody has signed in with for so long that no browser can know them any more.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetOldDevices {}

impl Job for ForgetOldDevices {
    const NAME: &'static str = "sessions.forget_old_devices";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        queries::drop_devices_before(&tx, app.clock.now().minus(LIFE)).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

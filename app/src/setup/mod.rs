//! The first minute of a hub: a one-time link opens a page that makes the operator and the first community.

mod queries;
pub mod web;

use crate::{
    accounts::{self, NewAccount},
    app::App,
    db::Tx,
    error::{Error, Result},
    moderation::{self, Act, Actor},
    tenants::{self, NewTenant},
    viewer::{Tenant, Viewer},
};
use heliograph_entity::user;

/// The path of the set-up, or `None` when the hub has a community. The same on every node and after every start.
pub async fn link(app: &App) -> Result<Option<String>> {
    if tenants::any(app.db.reader()).await? {
        return Ok(None);
    }
    let tx = app.db.write_tx().await?;
    let salt = queries::salt(&tx, app.rng.token(), app.clock.now()).await?;
    tx.commit().await?;
    Ok(Some(format!("/setup/{}", app.secrets.token("set-up", &salt))))
}

/// Whether `token` opens the set-up. It does so until there is a community.
pub async fn is_open(app: &App, token: &str) -> Result<bool> {
    let db = app.db.reader();
    if tenants::any(db).await? {
        return Ok(false);
    }
    Ok(queries::known_salt(db).await?.is_some_and(|salt| app.secrets.confirms(token, "set-up", &salt)))
}

/// Makes the first community and its owner, who also runs the hub. Of two at the same time one succeeds.
pub async fn set_up(app: &App, token: &str, community: NewTenant, owner: OwnerToBe) -> Result<(Tenant, user::Model)> {
    if !is_open(app, token).await? {
        return Err(Error::LinkExpired);
    }
    let owner = NewAccount {
        name: owner.name,
        email: owner.email,
        password: owner.password,
        role: user::Role::Owner,
        operator: true,
        confirmed: true,
    };
    let owner = owner.prepare(app, &community.name).await;

    let tx = app.db.write_tx().await?;
    if !queries::spend_salt(&tx, app.rng.token()).await? || tenants::any(&tx).await? {
        return Err(Error::LinkExpired);
    }
    let tenant = tenants::create(app, &tx, community).await;
    let (tenant, owner) = match (tenant, owner) {
        (Ok(tenant), Ok(owner)) => (tenant, owner),
        // Both halves of the form are told of their problems at once.
        (Err(Error::Invalid(mut problems)), Err(Error::Invalid(more))) => {
            more.iter().for_each(|(field, message)| problems.add(field, message.clone()));
            return Err(Error::Invalid(problems));
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let user = accounts::create(app, &tx, &tenant, owner).await?;
    write_down(app, &tx, &tenant, &user).await?;
    tx.commit().await?;
    tracing::info!(community = tenant.community.name, origin = tenant.host.origin, "the hub is set up");
    Ok((tenant, user))
}

/// The logs of staff begin with who set the hub up, and made its first community.
async fn write_down(app: &App, tx: &Tx, tenant: &Tenant, owner: &user::Model) -> Result<()> {
    let account = accounts::account(tx, tenant.id, owner.account_id).await?.ok_or(Error::NotFound)?;
    let owner = Viewer::new(tenant.clone(), account, owner.clone());
    let host = &tenant.host.name;
    let set_up = Act { verb: "hub.set-up", subject: host, reason: "" };
    moderation::log(app, tx, Actor::Operator(&owner, None), set_up).await?;
    moderation::log(app, tx, &owner, Act { verb: "community.make", subject: host, reason: "" }).await
}

/// Whoever fills in the page.
pub struct OwnerToBe {
    pub name: String,
    pub email: String,
    pub password: String,
}

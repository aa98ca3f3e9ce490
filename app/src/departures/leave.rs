//! An account is deleted.

use heliograph_entity::{account, user};
use sea_orm::ActiveValue::Set;

use super::{Purge, SendReceipt};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    jobs,
    moderation::{self, Act, Actor},
    posts, sessions, tenants,
    viewer::{Tenant, Viewer},
    words::Message,
};

/// What would be lost, in numbers.
pub struct Losses {
    pub posts: u64,
    pub photos: u64,
    pub bytes: i64,
}

pub async fn losses(app: &App, viewer: &Viewer) -> Result<Losses> {
    let (posts, photos) = posts::count_of(app.db.reader(), viewer.account.id).await?;
    Ok(Losses { posts, photos, bytes: viewer.account.bytes_used })
}

/// Deletes the account of that name: signed out everywhere and gone for everybody once this returns. The rest is purged
/// by jobs, and a receipt is mailed. There is no way back. A community keeps its last owner.
///
/// `by` is whoever does it in somebody's stead, which goes into the log; people who leave by themselves are not staff.
pub async fn leave(app: &App, tenant: &Tenant, name: &str, by: Option<Actor<'_>>) -> Result<()> {
    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, tenant.id).await?;
    let account = accounts::by_name(&tx, tenant, name).await?.ok_or(Error::NotFound)?;
    let user = accounts::of_account(&tx, tenant.id, account.id).await?.ok_or(Error::NotFound)?;
    if user.role == user::Role::Owner && accounts::count_owners(&tx, tenant.id).await? <= 1 {
        return Err(Error::Invalid(Problems::one("", Message::new("problem-last-owner-leaves"))));
    }
    if !accounts::hide(&tx, account.id, app.clock.now()).await? {
        return Err(Error::Gone);
    }

    // The address stays until the receipt has been sent, and nothing can be done with it.
    let change = user::ActiveModel {
        password_hash: Set(String::new()),
        role: Set(user::Role::Member),
        operator: Set(false),
        preferences: Set("{}".to_owned()),
        ..Default::default()
    };
    accounts::update_user(&tx, user.id, change).await?;
    sessions::end_all(app, &tx, &user).await?;
    posts::delete_all_of(app, &tx, account.id).await?;
    tenants::count_members(&tx, tenant.id, -1).await?;
    if let Some(by) = by {
        let act = Act { verb: "member.delete", subject: &format!("@{}", account.name), reason: "" };
        moderation::log(app, &tx, by, act).await?;
    }
    enqueue(app, &tx, &account, &user).await?;
    Ok(tx.commit().await?)
}

async fn enqueue(app: &App, tx: &crate::db::Tx, account: &account::Model, user: &user::Model) -> Result<()> {
    let receipt = SendReceipt { tenant_id: user.tenant_id, account_id: account.id, posts: account.posts_count };
    jobs::enqueue(app, tx, Some(user.tenant_id), &receipt).await?;
    let purge = Purge { tenant_id: user.tenant_id, account_id: account.id };
    jobs::enqueue(app, tx, Some(user.tenant_id), &purge).await?;
    Ok(())
}

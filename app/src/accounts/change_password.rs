//! Choosing another password while one is signed in.

use heliograph_entity::{email_token::Purpose, sign_in, user};
use sea_orm::ActiveValue::Set;

use super::{Change, SendChange, password, queries};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    jobs, sessions,
    viewer::Viewer,
};

/// Gives the viewer another password. They stay signed in here, by `this`, and nowhere else; links that were mailed
/// before count no more, but for the one that takes a change of address back.
pub async fn change_password(app: &App, viewer: &Viewer, this: &sign_in::Model, chosen: String) -> Result<()> {
    let password_hash = password::hash(app, chosen).await?;
    let change = user::ActiveModel { password_hash: Set(password_hash), ..Default::default() };
    let letter = SendChange { tenant_id: viewer.tenant.id, user_id: viewer.user.id, what: Change::Password };

    let tx = app.db.write_tx().await?;
    queries::update_user(&tx, viewer.user.id, change).await?;
    queries::tokens::delete_for(&tx, &viewer.user, &[Purpose::Reset, Purpose::ChangeEmail]).await?;
    sessions::end_others(app, &tx, &viewer.user, this).await?;
    jobs::enqueue(app, &tx, Some(viewer.tenant.id), &letter).await?;
    Ok(tx.commit().await?)
}

/// Whether a password may be chosen; what is wrong with it is told at `field`.
pub fn check_new_password(viewer: &Viewer, field: &str, chosen: &str) -> Result<()> {
    let context = [viewer.account.name.as_str(), &viewer.user.email, &viewer.tenant.community.name];
    password::acceptable(chosen, &context).map_err(|message| Error::Invalid(Problems::one(field, message)))
}

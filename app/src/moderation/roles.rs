//! Who may do what in a community.

use heliograph_entity::{account, user, user::Role};
use sea_orm::ActiveValue::Set;

use super::{Act, Actor, log};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    tenants,
    viewer::{Tenant, Viewer},
    words::Message,
};

const LONGEST_REASON: usize = 500;

/// The roles that somebody of the role `actor` may give to a member who has the role `from`; `own` when it is their own.
///
/// Owners give all roles, admins those up to moderator, and nobody touches somebody of their own rank or above.
/// Everybody may step down.
pub(super) fn givable(actor: Role, own: bool, from: Role) -> Vec<Role> {
    let all = [Role::Member, Role::Moderator, Role::Admin, Role::Owner];
    let highest = match actor {
        Role::Owner => Role::Owner,
        Role::Admin => Role::Moderator,
        Role::Moderator | Role::Member => Role::Member,
    };
    all.into_iter()
        .filter(|to| *to != from)
        .filter(|to| if own { *to < from } else { from < actor && actor >= Role::Admin && *to <= highest })
        .collect()
}

/// Gives a member another role. Taking rights away needs a reason. A community keeps its last owner, whoever else steps
/// down at the same moment.
pub async fn change_role(app: &App, by: &Viewer, name: &str, role: Role, reason: &str) -> Result<()> {
    let reason = short_text(reason, LONGEST_REASON).map_err(|message| invalid("reason", message))?;
    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, by.tenant.id).await?;
    let (subject, account) = local(&tx, &by.tenant, name).await?;
    // As it is now: the viewer may have lost their own role meanwhile.
    let actor = accounts::of_account(&tx, by.tenant.id, by.account.id).await?.ok_or(Error::Forbidden)?;
    if subject.role == role {
        return Ok(());
    }
    if !givable(actor.role, actor.id == subject.id, subject.role).contains(&role) {
        return Err(Error::Forbidden);
    }
    if role < subject.role && reason.is_empty() {
        return Err(invalid("reason", Message::new("problem-demotion-reason-missing")));
    }
    give(app, &tx, by.into(), (&subject, &account), role, &reason).await?;
    Ok(tx.commit().await?)
}

/// Gives somebody a role, and makes them an operator of the hub or not: what the command line does.
pub async fn promote(
    app: &App,
    tenant: &Tenant,
    name: &str,
    role: Option<Role>,
    operator: Option<bool>,
) -> Result<user::Model> {
    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, tenant.id).await?;
    let (mut user, account) = local(&tx, tenant, name).await?;
    let by = Actor::CommandLine(Some(tenant.id));
    if let Some(role) = role.filter(|role| *role != user.role) {
        give(app, &tx, by, (&user, &account), role, "").await?;
        user.role = role;
    }
    if let Some(operator) = operator.filter(|operator| *operator != user.operator) {
        let change = user::ActiveModel { operator: Set(operator), ..Default::default() };
        accounts::update_user(&tx, user.id, change).await?;
        let verb = if operator { "operator.add" } else { "operator.remove" };
        log(app, &tx, by, Act { verb, subject: &format!("@{}", account.name), reason: "" }).await?;
        user.operator = operator;
    }
    tx.commit().await?;
    Ok(user)
}

async fn give(
    app: &App,
    tx: &Tx,
    by: Actor<'_>,
    (user, account): (&user::Model, &account::Model),
    role: Role,
    reason: &str,
) -> Result<()> {
    if user.role == Role::Owner && accounts::count_owners(tx, user.tenant_id).await? <= 1 {
        return Err(invalid("role", Message::new("problem-last-owner")));
    }
    let change = user::ActiveModel { role: Set(role), ..Default::default() };
    accounts::update_user(tx, user.id, change).await?;
    let verb = match role {
        Role::Member => "role.member",
        Role::Moderator => "role.moderator",
        Role::Admin => "role.admin",
        Role::Owner => "role.owner",
    };
    log(app, tx, by, Act { verb, subject: &format!("@{}", account.name), reason }).await
}

pub(super) async fn local(tx: &Tx, tenant: &Tenant, name: &str) -> Result<(user::Model, account::Model)> {
    let account = accounts::by_name(tx, tenant, name).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone);
    }
    let user = accounts::of_account(tx, tenant.id, account.id).await?.ok_or(Error::NotFound)?;
    Ok((user, account))
}

fn invalid(field: &str, message: Message) -> Error {
    Error::Invalid(Problems::one(field, message))
}

#[cfg(test)]
mod tests {
    use heliograph_entity::user::Role::{Admin, Member, Moderator, Owner};

    use super::givable;

    #[test]
    fn ranks_hold() {
        assert_eq!(givable(Owner, false, Admin), [Member, Moderator, Owner]);
        assert_eq!(givable(Owner, false, Owner), []);
        assert_eq!(givable(Owner, true, Owner), [Member, Moderator, Admin]);
        assert_eq!(givable(Admin, false, Member), [Moderator]);
        assert_eq!(givable(Admin, false, Moderator), [Member]);
        assert_eq!(givable(Admin, false, Admin), []);
        assert_eq!(givable(Moderator, false, Member), []);
        assert_eq!(givable(Moderator, true, Moderator), [Member]);
        assert_eq!(givable(Member, true, Member), []);
    }
}

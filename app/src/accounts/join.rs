//! The second step of signing up: the link in the mail was opened. Then there is an account, or staff are asked.

use heliograph_entity::{
    newcomer::{self, State},
    tenant::SignUp,
    user,
    values::{NewcomerId, TenantId},
};
use sea_orm::ActiveValue::Set;

use super::{create, decisions::TellStaff, queries, sign_up::HELD};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Result},
    jobs,
    secrets::hash_of,
    tenants,
    viewer::Tenant,
};

/// What became of a newcomer whose address is confirmed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Joined {
    /// They may sign in.
    Member,
    /// Staff will decide.
    Waits,
    /// The address has an account, and keeps it.
    AlreadyMember,
}

/// The address that a link would confirm.
pub async fn address_of_newcomer(app: &App, tenant: &Tenant, token: &str) -> Result<String> {
    let since = app.clock.now().minus(HELD);
    let newcomer = queries::newcomers::by_token(app.db.reader(), tenant.id, &hash_of(token), since).await?;
    Ok(newcomer.ok_or(Error::LinkExpired)?.email)
}

/// Confirms the address that the link was mailed to, and goes on as the community wants it now. A link works once.
pub async fn join(app: &App, tenant: &Tenant, token: &str) -> Result<Joined> {
    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    let found = queries::newcomers::by_token(&tx, tenant.id, &hash_of(token), now.minus(HELD)).await?;
    let newcomer = found.ok_or(Error::LinkExpired)?;
    if super::user_by_login(&tx, tenant, &newcomer.email).await?.is_some() {
        withdraw(&tx, &newcomer).await?;
        tx.commit().await?;
        return Ok(Joined::AlreadyMember);
    }
    // Whoever applies again, or was invited meanwhile, comes in once.
    for earlier in queries::newcomers::waiting_at(&tx, tenant.id, &newcomer.email_key).await? {
        withdraw(&tx, &earlier).await?;
    }

    let at_once = match tenant.community.sign_up {
        SignUp::Open => true,
        SignUp::Approval | SignUp::Invite => is_invited(&tx, &newcomer).await?,
        SignUp::Closed => false,
    };
    let confirmed = newcomer::ActiveModel { confirmed_at: Set(Some(now)), token_hash: Set(None), ..Default::default() };
    if at_once {
        become_member(app, &tx, tenant, &newcomer, confirmed).await?.ok_or(Error::LinkExpired)?;
        tx.commit().await?;
        return Ok(Joined::Member);
    }

    let waits = newcomer::ActiveModel { state: Set(State::Waiting), ..confirmed };
    if !queries::newcomers::advance(&tx, newcomer.id, State::Unconfirmed, waits).await? {
        return Err(Error::LinkExpired);
    }
    tenants::count_waiting(&tx, tenant.id, 1).await?;
    let (tenant_id, newcomer_id): (TenantId, NewcomerId) = (tenant.id, newcomer.id);
    jobs::enqueue(app, &tx, Some(tenant_id), &TellStaff { tenant_id, newcomer_id }).await?;
    tx.commit().await?;
    Ok(Joined::Waits)
}

/// Whether they came by an invite that nobody took back.
async fn is_invited(tx: &Tx, newcomer: &newcomer::Model) -> Result<bool> {
    let Some(invite) = newcomer.invite_id else { return Ok(false) };
    let invite = queries::invites::by_id(tx, newcomer.tenant_id, invite).await?;
    Ok(invite.is_some_and(|invite| invite.revoked_at.is_none()))
}

/// Takes back what a newcomer has asked for; their name is free again.
async fn withdraw(tx: &Tx, newcomer: &newcomer::Model) -> Result<()> {
    if !queries::newcomers::delete(tx, newcomer.id, newcomer.state).await? {
        return Ok(());
    }
    if let Some(invite) = newcomer.invite_id {
        queries::invites::give_use_back(tx, invite).await?;
    }
    if newcomer.state == State::Waiting {
        tenants::count_waiting(tx, newcomer.tenant_id, -1).await?;
    }
    Ok(())
}

/// Gives a newcomer their account. `None` when somebody was faster.
pub(super) async fn become_member(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    newcomer: &newcomer::Model,
    change: newcomer::ActiveModel,
) -> Result<Option<user::Model>> {
    // From here on the account holds the name, the address and the password.
    let change = newcomer::ActiveModel {
        state: Set(State::Member),
        name_key: Set(None),
        email: Set(String::new()),
        email_key: Set(String::new()),
        password_hash: Set(String::new()),
        ..change
    };
    if !queries::newcomers::advance(tx, newcomer.id, newcomer.state, change).await? {
        return Ok(None);
    }
    let user = create::create(app, tx, tenant, newcomer.into()).await?;
    let change = newcomer::ActiveModel { account_id: Set(Some(user.account_id)), ..Default::default() };
    queries::newcomers::advance(tx, newcomer.id, State::Member, change).await?;
    Ok(Some(user))
}

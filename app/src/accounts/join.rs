//! The second step of signing up: the link in the mail was opened. Then there is an account, or staff are asked.

use std::time::Duration;

use heliograph_entity::{
    newcomer::{self, State},
    tenant::SignUp,
    user,
    values::{NewcomerId, TenantId},
};
use sea_orm::ActiveValue::Set;

use super::{create, decisions::TellStaff, invites, password, queries, sign_up::HELD};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    jobs,
    secrets::hash_of,
    tenants,
    throttle::{self, Allowance},
    viewer::Tenant,
    words::Message,
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

/// Tries to give the password that was chosen at the sign-up.
const TRIES: Allowance = Allowance { at_once: 5, then_every: Duration::from_secs(30) };

/// New passwords instead of it: each is judged, and one that will do is hashed.
const CHOICES: Allowance = Allowance { at_once: 10, then_every: Duration::from_secs(30) };

/// How somebody who has opened the link shows that the sign-up was theirs, and not that of somebody who typed their
/// address.
pub enum Shown {
    /// The password that was chosen there.
    Password(String),
    /// Another one, so that whoever chose the first has nothing of it.
    NewPassword(String),
}

/// What a link would confirm: the name that was chosen, and the address.
pub async fn newcomer_behind(app: &App, tenant: &Tenant, token: &str) -> Result<(String, String)> {
    let since = app.clock.now().minus(HELD);
    let newcomer = queries::newcomers::by_token(app.db.reader(), tenant.id, &hash_of(token), since).await?;
    let newcomer = newcomer.ok_or(Error::LinkExpired)?;
    Ok((newcomer.name, newcomer.email))
}

/// Confirms the address that the link was mailed to, and goes on as the community wants it now. A link works once, and
/// with a password: else somebody who signs up with another person's address would share an account with them.
pub async fn join(app: &App, tenant: &Tenant, token: &str, shown: Shown) -> Result<Joined> {
    let now = app.clock.now();
    let since = now.minus(HELD);
    let found = queries::newcomers::by_token(app.db.reader(), tenant.id, &hash_of(token), since).await?;
    let password_hash = check(app, tenant, &found.ok_or(Error::LinkExpired)?, shown).await?;

    let tx = app.db.write_tx().await?;
    let found = queries::newcomers::by_token(&tx, tenant.id, &hash_of(token), since).await?;
    let newcomer = newcomer::Model { password_hash, ..found.ok_or(Error::LinkExpired)? };
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
        SignUp::Approval | SignUp::Invite => is_invited(&tx, tenant, &newcomer).await?,
        SignUp::Closed => false,
    };
    let confirmed = newcomer::ActiveModel { confirmed_at: Set(Some(now)), token_hash: Set(None), ..Default::default() };
    if at_once {
        become_member(app, &tx, tenant, &newcomer, confirmed).await?.ok_or(Error::LinkExpired)?;
        tx.commit().await?;
        return Ok(Joined::Member);
    }

    let waits = newcomer::ActiveModel {
        state: Set(State::Waiting),
        password_hash: Set(newcomer.password_hash.clone()),
        ..confirmed
    };
    if !queries::newcomers::advance(&tx, newcomer.id, State::Unconfirmed, waits).await? {
        return Err(Error::LinkExpired);
    }
    tenants::count_waiting(&tx, tenant.id, 1).await?;
    let (tenant_id, newcomer_id): (TenantId, NewcomerId) = (tenant.id, newcomer.id);
    jobs::enqueue(app, &tx, Some(tenant_id), &TellStaff { tenant_id, newcomer_id }).await?;
    tx.commit().await?;
    Ok(Joined::Waits)
}

/// The hash of the password that counts from now on.
async fn check(app: &App, tenant: &Tenant, newcomer: &newcomer::Model, shown: Shown) -> Result<String> {
    let wrong = |field: &str, message| Error::Invalid(Problems::one(field, message));
    match shown {
        Shown::Password(given) => {
            if given.is_empty() {
                return Err(wrong("password", Message::new("problem-missing")));
            }
            throttle::take(app, "confirm-newcomer", &newcomer.id.to_string(), TRIES).await?;
            if !password::verify(app, given, Some(newcomer.password_hash.clone())).await? {
                return Err(wrong("password", Message::new("problem-password-of-sign-up")));
            }
            Ok(newcomer.password_hash.clone())
        }
        Shown::NewPassword(chosen) => {
            throttle::take(app, "confirm-newcomer-new", &newcomer.id.to_string(), CHOICES).await?;
            let context = [newcomer.name.as_str(), &newcomer.email, &tenant.community.name];
            password::acceptable(&chosen, &context).map_err(|message| wrong("new-password", message))?;
            password::hash(app, chosen).await
        }
    }
}

/// Whether they came by an invite that nobody took back, and whose maker may still invite.
async fn is_invited(tx: &Tx, tenant: &Tenant, newcomer: &newcomer::Model) -> Result<bool> {
    let Some(invite) = newcomer.invite_id else { return Ok(false) };
    match queries::invites::by_id(tx, tenant.id, invite).await? {
        Some(invite) if invite.revoked_at.is_none() => invites::maker_may_invite(tx, tenant, &invite).await,
        _ => Ok(false),
    }
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

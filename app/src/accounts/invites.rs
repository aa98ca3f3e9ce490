//! Invites: a link by which somebody joins without waiting.

use std::{collections::HashMap, time::Duration};

use heliograph_entity::{
    account, invite,
    user::Role,
    values::{AccountId, InviteId},
};

use sea_orm::ConnectionTrait;

use super::queries;
use crate::{
    app::App,
    error::{Error, Problems, Result, short_text},
    moderation::{self, Act},
    viewer::{Tenant, Viewer},
    words::Message,
};

/// How often an invite may be used.
const USES: [i32; 4] = [1, 5, 25, 100];
/// How many days it may last; 0 for as long as nobody takes it back.
const DAYS: [u64; 4] = [1, 7, 30, 0];
const LONGEST_NOTE: usize = 100;
/// Living ones of one member.
const MOST: u64 = 50;
const AT_A_TIME: u64 = 20;

pub struct NewInvite {
    pub note: String,
    pub uses: i32,
    pub days: u64,
}

/// An invite with the names of whoever made it and of those who came by it.
pub struct Invited {
    pub invite: invite::Model,
    pub made_by: String,
    /// Whether it still counts.
    pub counts: bool,
    pub came: Vec<String>,
}

/// Whether an invite still counts: it is neither used up nor over, and whoever made it may still invite.
pub async fn counts(app: &App, db: &impl ConnectionTrait, tenant: &Tenant, invite: &invite::Model) -> Result<bool> {
    Ok(invite.is_living(app.clock.now()) && maker_may_invite(db, tenant, invite).await?)
}

/// Whether whoever made an invite is still here and may still make some.
pub(super) async fn maker_may_invite(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    invite: &invite::Model,
) -> Result<bool> {
    let maker = queries::account(db, tenant.id, invite.account_id).await?;
    if maker.is_none_or(|maker| maker.state != account::State::Living) {
        return Ok(false);
    }
    let user = queries::user_of(db, tenant.id, invite.account_id).await?;
    Ok(user.is_some_and(|user| tenant.lets_invite(user.role)))
}

pub async fn invite(app: &App, viewer: &Viewer, new: NewInvite) -> Result<invite::Model> {
    if !viewer.may_invite() {
        return Err(Error::Forbidden);
    }
    let mut problems = Problems::default();
    let note = problems.check("note", short_text(&new.note, LONGEST_NOTE));
    if !USES.contains(&new.uses) {
        problems.add("uses", Message::new("problem-choice"));
    }
    if !DAYS.contains(&new.days) {
        problems.add("days", Message::new("problem-choice"));
    }
    problems.into_result()?;

    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    if queries::invites::count_living(&tx, viewer.tenant.id, viewer.account.id, now).await? >= MOST {
        let enough = Message::new("problem-invites-enough").count("limit", MOST);
        return Err(Error::Invalid(Problems::one("", enough)));
    }
    let invite = invite::Model {
        id: app.ids.mint(),
        tenant_id: viewer.tenant.id,
        account_id: viewer.account.id,
        code: app.rng.short_token(),
        note: note.unwrap_or_default(),
        uses_allowed: new.uses,
        uses_made: 0,
        expires_at: (new.days > 0).then(|| now.plus(Duration::from_secs(new.days * 24 * 3600))),
        revoked_at: None,
        created_at: now,
    };
    queries::invites::insert(&tx, invite.clone()).await?;
    if viewer.is_at_least(Role::Moderator) {
        let days = if new.days == 0 { "∞".to_owned() } else { new.days.to_string() };
        let subject = format!("{} × {days} d", new.uses);
        moderation::log(app, &tx, viewer, Act { verb: "invite.make", subject: &subject, reason: &invite.note }).await?;
    }
    tx.commit().await?;
    Ok(invite)
}

/// Takes an invite back: one's own, or as staff anybody's. Whoever came by it stays; whoever is on the way by it waits for
/// staff.
pub async fn revoke(app: &App, viewer: &Viewer, id: InviteId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let invite = queries::invites::by_id(&tx, viewer.tenant.id, id).await?.ok_or(Error::NotFound)?;
    let own = invite.account_id == viewer.account.id;
    if !own && !viewer.is_at_least(Role::Moderator) {
        return Err(Error::NotFound);
    }
    if queries::invites::revoke(&tx, id, app.clock.now()).await? && viewer.is_at_least(Role::Moderator) {
        let maker = queries::account(&tx, viewer.tenant.id, invite.account_id).await?;
        let subject = maker.map(|maker| format!("@{}", maker.name)).unwrap_or_default();
        moderation::log(app, &tx, viewer, Act { verb: "invite.revoke", subject: &subject, reason: "" }).await?;
    }
    Ok(tx.commit().await?)
}

/// Invites, newest first: one's own, or for staff all; and whether there are more.
pub async fn invites(app: &App, viewer: &Viewer, all: bool, before: Option<InviteId>) -> Result<(Vec<Invited>, bool)> {
    let (db, tenant) = (app.db.reader(), viewer.tenant.id);
    let made_by = (!all).then_some(viewer.account.id);
    let mut invites = queries::invites::page(db, tenant, made_by, before, AT_A_TIME + 1).await?;
    let more = invites.len() > AT_A_TIME as usize;
    invites.truncate(AT_A_TIME as usize);

    let came = queries::newcomers::who_came_by(db, tenant, invites.iter().map(|invite| invite.id)).await?;
    let accounts = came.iter().filter_map(|newcomer| newcomer.account_id);
    let accounts = super::by_ids(db, accounts.chain(invites.iter().map(|invite| invite.account_id))).await?;
    let names: HashMap<AccountId, String> = accounts.into_iter().map(|account| (account.id, account.name)).collect();
    let name = |id: AccountId| names.get(&id).cloned();

    let mut invited = Vec::with_capacity(invites.len());
    for invite in invites {
        invited.push(Invited {
            made_by: name(invite.account_id).unwrap_or_default(),
            counts: counts(app, db, &viewer.tenant, &invite).await?,
            came: came
                .iter()
                .filter(|newcomer| newcomer.invite_id == Some(invite.id))
                .filter_map(|newcomer| name(newcomer.account_id?))
                .collect(),
            invite,
        });
    }
    Ok((invited, more))
}

/// The invite behind a link, whether or not it still counts.
pub async fn invite_by_code(app: &App, tenant: &Tenant, code: &str) -> Result<Option<invite::Model>> {
    Ok(queries::invites::by_code(app.db.reader(), tenant.id, code).await?)
}

//! The queue of those who wait for staff to let them in.

use heliograph_entity::{
    newcomer::{self, State},
    values::NewcomerId,
};
use sea_orm::ActiveValue::Set;

use super::{decisions::SendDecision, join::become_member, queries};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    jobs,
    moderation::{self, Act},
    tenants,
    viewer::Viewer,
    words::Message,
};

const AT_A_TIME: u64 = 50;
const LONGEST_REASON: usize = 500;

/// Those who wait, who came first first; and whether there are more behind them.
pub async fn waiting(app: &App, viewer: &Viewer, after: Option<NewcomerId>) -> Result<(Vec<newcomer::Model>, bool)> {
    let mut waiting = queries::newcomers::waiting(app.db.reader(), viewer.tenant.id, after, AT_A_TIME + 1).await?;
    let more = waiting.len() > AT_A_TIME as usize;
    waiting.truncate(AT_A_TIME as usize);
    Ok((waiting, more))
}

/// Lets somebody in who waits, and mails them. `false` when somebody else has decided meanwhile.
pub async fn approve(app: &App, viewer: &Viewer, id: NewcomerId) -> Result<bool> {
    let (tx, newcomer) = begin(app, viewer, id).await?;
    if newcomer.state != State::Waiting
        || become_member(app, &tx, &viewer.tenant, &newcomer, decided(app, viewer, "")).await?.is_none()
    {
        return Ok(false);
    }
    end(app, tx, viewer, &newcomer, "application.approve", "").await?;
    Ok(true)
}

/// Turns somebody away who waits, with a reason, and mails them; their name is free again. `false` when somebody else has
/// decided meanwhile.
pub async fn refuse(app: &App, viewer: &Viewer, id: NewcomerId, reason: &str) -> Result<bool> {
    let field = format!("reason-{id}");
    let reason = short_text(reason, LONGEST_REASON)
        .and_then(|reason| if reason.is_empty() { Err(Message::new("problem-reason-missing")) } else { Ok(reason) })
        .map_err(|problem| Error::Invalid(Problems::one(field, problem)))?;

    let (tx, newcomer) = begin(app, viewer, id).await?;
    let change =
        newcomer::ActiveModel { state: Set(State::Refused), name_key: Set(None), ..decided(app, viewer, &reason) };
    if !queries::newcomers::advance(&tx, id, State::Waiting, change).await? {
        return Ok(false);
    }
    end(app, tx, viewer, &newcomer, "application.refuse", &reason).await?;
    Ok(true)
}

async fn begin(app: &App, viewer: &Viewer, id: NewcomerId) -> Result<(Tx, newcomer::Model)> {
    let tx = app.db.write_tx().await?;
    let newcomer = queries::newcomers::by_id(&tx, viewer.tenant.id, id).await?;
    // Whoever has not opened the link in the mail is no business of staff yet.
    let newcomer = newcomer.filter(|newcomer| newcomer.confirmed_at.is_some()).ok_or(Error::NotFound)?;
    Ok((tx, newcomer))
}

fn decided(app: &App, viewer: &Viewer, reason: &str) -> newcomer::ActiveModel {
    newcomer::ActiveModel {
        decided_by: Set(Some(viewer.account.id)),
        decided_at: Set(Some(app.clock.now())),
        reason: Set(reason.to_owned()),
        ..Default::default()
    }
}

async fn end(
    app: &App,
    tx: Tx,
    viewer: &Viewer,
    newcomer: &newcomer::Model,
    verb: &'static str,
    reason: &str,
) -> Result<()> {
    let (tenant_id, newcomer_id) = (viewer.tenant.id, newcomer.id);
    tenants::count_waiting(&tx, tenant_id, -1).await?;
    moderation::log(app, &tx, viewer, Act { verb, subject: &format!("@{}", newcomer.name), reason }).await?;
    jobs::enqueue(app, &tx, Some(tenant_id), &SendDecision { tenant_id, newcomer_id }).await?;
    Ok(tx.commit().await?)
}

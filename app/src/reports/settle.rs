//! Staff close a report with an answer, and open it again.

use heliograph_entity::{
    report::{self, State},
    values::ReportId,
};

use super::{make::LONGEST, queries};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result, short_text},
    moderation::{self, Act},
    tenants,
    viewer::Viewer,
    words::Message,
};

/// `by` says what was done about it, or why nothing was. Closing twice changes nothing. Nobody closes what is about them.
pub async fn close(app: &App, by: &Viewer, id: ReportId, answer: &str) -> Result<()> {
    let answer = short_text(answer, LONGEST);
    let answer = answer.and_then(|text| if text.is_empty() { Err(Message::new("problem-missing")) } else { Ok(text) });
    let answer = answer.map_err(|message| Error::Invalid(Problems::one("answer", message)))?;
    settle(app, by, id, State::Closed, &answer).await
}

/// Somebody has to look once more.
pub async fn reopen(app: &App, by: &Viewer, id: ReportId) -> Result<()> {
    settle(app, by, id, State::Open, "").await
}

async fn settle(app: &App, by: &Viewer, id: ReportId, state: State, answer: &str) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let known = queries::with_id(&tx, by.tenant.id, id).await?.ok_or(Error::NotFound)?;
    if known.target_id == by.account.id {
        return Err(Error::Forbidden);
    }
    let closed = state == State::Closed;
    let settled = report::Model {
        state,
        answer: answer.to_owned(),
        closed_by: closed.then_some(by.account.id),
        closed_at: closed.then(|| app.clock.now()),
        ..known
    };
    if queries::settle(&tx, &settled).await? {
        tenants::count_reports(&tx, by.tenant.id, if closed { -1 } else { 1 }).await?;
        let target = accounts::by_ids(&tx, [settled.target_id]).await?;
        let subject = accounts::authors(&tx, &by.tenant, &target).await?.pop().map(|author| author.handle);
        let verb = if closed { "report.close" } else { "report.reopen" };
        let act = Act { verb, subject: &subject.unwrap_or_default(), reason: answer };
        moderation::log(app, &tx, by, act).await?;
    }
    Ok(tx.commit().await?)
}

//! Publishing at a chosen time.

use std::time::Duration;

use chrono::NaiveDateTime;
use heliograph_entity::{
    account, draft,
    values::{DraftId, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::{publish, queries};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    jobs::{self, Job, Outcome},
    media, tenants,
    viewer::Viewer,
    words::Message,
};

/// How far ahead a post may be scheduled.
const SOONEST: Duration = Duration::from_secs(60);
const LATEST: Duration = Duration::from_secs(365 * 24 * 3600);
const AGAIN_LATER: Duration = Duration::from_secs(3600);

/// The moment that was typed as `2026-11-22T13:05`, in a zone so many minutes ahead of UTC.
pub fn moment_in(typed: &str, minutes_ahead: &str) -> Result<Timestamp, Message> {
    if typed.is_empty() {
        return Err(Message::new("problem-time-missing"));
    }
    let wrong = || Message::new("problem-time").with("time", typed);
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let local =
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok()).ok_or_else(wrong)?;
    let ahead: i64 = if minutes_ahead.is_empty() { 0 } else { minutes_ahead.parse().map_err(|_| wrong())? };
    if !(-14 * 60..=14 * 60).contains(&ahead) {
        return Err(wrong());
    }
    Ok(Timestamp(local.and_utc().timestamp_micros().saturating_sub(ahead * 60_000_000)))
}

/// The moment as it would be typed, in UTC.
pub fn as_typed(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%dT%H:%M").to_string()
}

/// Leaves the viewer's draft to be published at `at`, and opens another. One that is scheduled already gets another time.
pub async fn schedule(
    app: &App,
    viewer: &Viewer,
    draft: &draft::Model,
    at: Timestamp,
    even_undescribed: bool,
) -> Result<()> {
    let now = app.clock.now();
    let problem = |id: &'static str| Err(Error::Invalid(Problems::one("publish_at", Message::new(id))));
    if at < now.plus(SOONEST) {
        return problem("problem-time-soon");
    }
    if at > now.plus(LATEST) {
        return problem("problem-time-late");
    }
    let draft = queries::draft_of(app.db.reader(), viewer.account.id, draft.id).await?.ok_or(Error::NotFound)?;
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    publish::check(app, viewer, &draft, &items, even_undescribed || draft.state == draft::State::Scheduled).await?;

    let tx = app.db.write_tx().await?;
    if !queries::schedule_draft(&tx, draft.id, at).await? {
        return Err(Error::NotFound);
    }
    let job = PublishScheduled { draft_id: draft.id, at: at.0 };
    jobs::enqueue_at(app, &tx, Some(viewer.tenant.id), &job, at).await?;
    Ok(tx.commit().await?)
}

/// What was to be published at a time is a draft like others again.
pub async fn unschedule(app: &App, draft: &draft::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if !queries::take_up(&tx, draft.id, draft::State::Kept).await? {
        return Err(Error::NotFound);
    }
    Ok(tx.commit().await?)
}

/// Publishes a draft at its time, unless it got another one meanwhile.
#[derive(Serialize, Deserialize)]
pub struct PublishScheduled {
    pub draft_id: DraftId,
    /// Microseconds, as in the draft.
    pub at: i64,
}

impl Job for PublishScheduled {
    const NAME: &'static str = "posts.publish_scheduled";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(draft) = queries::draft(db, self.draft_id).await? else {
            return Ok(Outcome::GiveUp("the draft is gone".to_owned()));
        };
        let author = accounts::account(db, draft.tenant_id, draft.account_id).await?;
        if author.as_ref().is_some_and(account::Model::is_left_behind) {
            self.exhausted(app).await?;
            return Ok(Outcome::GiveUp("the author has moved".to_owned()));
        }
        let living = author.is_some_and(|author| author.state == account::State::Living);
        let (Some(tenant), true) = (tenants::by_id(db, draft.tenant_id).await?, living) else {
            return Ok(Outcome::GiveUp("the author is gone".to_owned()));
        };

        let tx = app.db.write_tx().await?;
        if !queries::begin_scheduled(&tx, draft.id, Timestamp(self.at)).await? {
            return Ok(Outcome::Done);
        }
        match publish::begin(app, &tx, &tenant, &draft).await {
            Ok(()) => tx.commit().await?,
            // As many posts today as the community allows: it comes as soon as there is room.
            Err(Error::Invalid(_)) => return Ok(Outcome::NotYet(AGAIN_LATER)),
            Err(error) => return Err(error.into()),
        }
        publish::complete(app, draft.id).await?;
        Ok(Outcome::Done)
    }

    /// It is a draft like others again, and its author may try once more.
    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        let tx = app.db.write_tx().await?;
        queries::set_draft_state(&tx, self.draft_id, draft::State::Scheduled, draft::State::Kept).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::moment_in;

    #[test]
    fn a_time_is_that_of_whoever_typed_it() {
        let iso = |typed, ahead| moment_in(typed, ahead).map(|time| time.to_iso()).ok();
        assert_eq!(iso("2026-11-22T13:05", "").as_deref(), Some("2026-11-22T13:05:00.000Z"));
        assert_eq!(iso("2026-11-22T13:05:30", "60").as_deref(), Some("2026-11-22T12:05:30.000Z"));
        assert_eq!(iso("2026-11-22T00:05", "-570").as_deref(), Some("2026-11-22T09:35:00.000Z"));
        for (typed, ahead) in [("", ""), ("tomorrow", ""), ("2026-11-22T13:05", "x"), ("2026-11-22T13:05", "9000")] {
            assert_eq!(iso(typed, ahead), None, "{typed} {ahead}");
        }
    }
}

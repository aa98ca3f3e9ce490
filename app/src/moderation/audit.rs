//! The audit log: every act of staff, with who, when and why.

use heliograph_entity::act;

use super::queries;
use crate::{app::App, db::Tx, error::Result, viewer::Viewer};

/// What staff did. The sentence for `verb`, with its dots made hyphens, is `act-…` in the locales.
pub struct Act<'a> {
    pub verb: &'static str,
    pub subject: &'a str,
    pub reason: &'a str,
}

/// Writes an act into the log, in the transaction that makes it so.
pub async fn log(app: &App, tx: &Tx, by: &Viewer, act: Act<'_>) -> Result<()> {
    let row = act::Model {
        id: app.ids.mint(),
        tenant_id: Some(by.tenant.id),
        actor_id: Some(by.account.id),
        actor: format!("@{}@{}", by.account.name, by.tenant.host.name),
        verb: act.verb.to_owned(),
        subject: act.subject.to_owned(),
        reason: act.reason.to_owned(),
        created_at: app.clock.now(),
    };
    Ok(queries::insert(tx, row).await?)
}

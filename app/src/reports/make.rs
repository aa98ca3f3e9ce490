//! A member reports somebody, or something that somebody has published.

use std::time::Duration;

use heliograph_entity::{
    account, host, post,
    report::{self, State},
    rule,
    values::{AccountId, PostId, TenantId},
};

use super::{activity, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    federation::standing,
    tenants,
    throttle::{self, Allowance},
    viewer::{Tenant, Viewer},
    words::Message,
};

pub(super) const LONGEST: usize = 1000;
const REPORTS: Allowance = Allowance { at_once: 20, then_every: Duration::from_secs(300) };

/// Whom a report is about, and which post or comment of theirs; about the person as a whole where it is none.
pub struct About {
    pub account: account::Model,
    pub post: Option<post::Model>,
}

/// What is said in a report.
pub struct Wanted {
    pub rule: Option<rule::Model>,
    pub words: String,
    /// Whether the staff of the other server are told, too.
    pub hand_on: bool,
}

impl Wanted {
    /// As it was typed, checked: a rule of the community or words of one's own say what is wrong.
    pub fn read<'a>(rules: &[rule::Model], field: impl Fn(&str) -> &'a str) -> Result<Self> {
        let mut problems = Problems::default();
        let rule = rules.iter().find(|rule| rule.id.to_string() == field("rule")).cloned();
        let words = problems.check("report", short_text(field("report"), LONGEST));
        let words = words.unwrap_or_default();
        if words.is_empty() && rule.is_none() && problems.is_empty() {
            problems.add("report", Message::new("problem-report-empty"));
        }
        problems.into_result()?;
        Ok(Self { rule, words, hand_on: field("hand-on") == "yes" })
    }
}

/// Asks the staff of the viewer's community to look at it. Whoever reports the same again while it is open changes nothing.
pub async fn report(app: &App, by: &Viewer, about: &About, wanted: &Wanted) -> Result<()> {
    if about.account.id == by.account.id {
        return Err(Error::Forbidden);
    }
    throttle::take(app, "report", &by.account.id.to_string(), REPORTS).await?;
    let post = about.post.as_ref().map(|post| post.id);
    let hand_on = wanted.hand_on && hands_on(app, &by.tenant, &about.account).await?.is_some();

    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [by.account.id]).await?;
    if queries::is_open(&tx, by.account.id, about.account.id, post).await? {
        return Ok(());
    }
    let report = report::Model {
        reporter_id: Some(by.account.id),
        rule_id: wanted.rule.as_ref().map(|rule| rule.id),
        handed_on: hand_on,
        ..blank(app, by.tenant.id, about.account.id, &wanted.words)
    };
    insert(&tx, &report, post.as_slice()).await?;
    if hand_on {
        tell_theirs(app, &tx, by, about, wanted, &report).await?;
    }
    Ok(tx.commit().await?)
}

/// The server whose staff can be told of what somebody does there; none where that is the community itself, or one that it
/// has nothing to do with.
pub(super) async fn hands_on(app: &App, tenant: &Tenant, account: &account::Model) -> Result<Option<host::Model>> {
    let db = app.db.reader();
    if account.tenant_id == Some(tenant.id) || standing::of_host(db, tenant, account.host_id).await?.suspended {
        return Ok(None);
    }
    Ok(tenants::hosts(db, [account.host_id]).await?.pop())
}

/// The staff of the server it is about are told what is said, and not by whom: those of another community of this hub by a
/// report of their own.
async fn tell_theirs(
    app: &App,
    tx: &Tx,
    by: &Viewer,
    about: &About,
    wanted: &Wanted,
    report: &report::Model,
) -> Result<()> {
    let rule = wanted.rule.iter().map(|rule| rule.text.as_str());
    let said = rule.chain([wanted.words.as_str()]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    match about.account.tenant_id {
        Some(theirs) => {
            let Some(theirs) = tenants::by_id(tx, theirs).await? else { return Ok(()) };
            let standing = standing::of_host(tx, &theirs, by.tenant.host.id).await?;
            if standing.suspended || standing.rejects_reports {
                return Ok(());
            }
            let copy =
                report::Model { host_id: Some(by.tenant.host.id), ..blank(app, theirs.id, about.account.id, &said) };
            insert(tx, &copy, about.post.as_ref().map(|post| post.id).as_slice()).await
        }
        None => activity::tell(app, tx, by, about, &said, report.id).await,
    }
}

/// An open report of nobody yet.
pub(super) fn blank(app: &App, tenant: TenantId, target: AccountId, words: &str) -> report::Model {
    report::Model {
        id: app.ids.mint(),
        tenant_id: tenant,
        target_id: target,
        reporter_id: None,
        host_id: None,
        rule_id: None,
        uri: None,
        words: words.to_owned(),
        handed_on: false,
        state: State::Open,
        closed_by: None,
        closed_at: None,
        answer: String::new(),
        created_at: app.clock.now(),
    }
}

/// Writes a report, and counts it.
pub(super) async fn insert(tx: &Tx, report: &report::Model, posts: &[PostId]) -> Result<()> {
    queries::insert(tx, report.clone(), posts).await?;
    Ok(tenants::count_reports(tx, report.tenant_id, 1).await?)
}

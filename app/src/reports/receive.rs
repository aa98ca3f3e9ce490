//! Reports of other servers.

use std::time::Duration;

use heliograph_entity::{account, post, report, values::PostId};
use serde_json::Value;

use super::make::{blank, insert};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    federation::{
        actors::plain,
        reading::{id_of, text_of},
        standing,
    },
    posts,
    throttle::{self, Allowance},
    viewer::Tenant,
};

/// R21: what names more is no report.
const MOST_OBJECTS: usize = 100;
/// Characters. What is longer is cut.
const LONGEST: usize = 3000;
/// Of one server: whoever sends more is heard again later.
const FLAGS: Allowance = Allowance { at_once: 50, then_every: Duration::from_secs(600) };

/// The staff of another server report a member, or what a member has published. Their server signs as it likes to: with an
/// actor of its own, or with whoever has reported.
pub async fn flagged(app: &App, tenant: &Tenant, by: &account::Model, activity: &Value, uri: &str) -> Result<()> {
    let db = app.db.reader();
    if !by.is_remote() || standing::of_host(db, tenant, by.host_id).await?.rejects_reports {
        return Ok(());
    }
    let objects: &[Value] = activity["object"].as_array().map_or(std::slice::from_ref(&activity["object"]), |all| all);
    if objects.len() > MOST_OBJECTS {
        return Err(Error::NotFound);
    }
    let (target, posts) = meant(app, tenant, objects).await?.ok_or(Error::NotFound)?;
    if let Err(Error::TooMany(_)) = throttle::take(app, "flag", &by.host_id.to_string(), FLAGS).await {
        tracing::warn!(uri, "a server reports more than is taken");
        return Ok(());
    }
    let words: String = plain(text_of(&activity["content"])).trim().chars().take(LONGEST).collect();
    let report = report::Model {
        reporter_id: Some(by.id),
        host_id: Some(by.host_id),
        uri: Some(uri.to_owned()),
        ..blank(app, tenant.id, target.id, &words)
    };
    let tx = app.db.write_tx().await?;
    insert(&tx, &report, &posts).await?;
    Ok(tx.commit().await?)
}

/// The member who is named, or whose post is, and what is named of theirs. What is of somebody else is left out.
async fn meant(app: &App, tenant: &Tenant, objects: &[Value]) -> Result<Option<(account::Model, Vec<PostId>)>> {
    let (db, here) = (app.db.reader(), tenant.addresses());
    let ids: Vec<&str> = objects.iter().filter_map(id_of).collect();
    let posts = posts::by_ids(db, ids.iter().filter_map(|id| here.post_in(id))).await?;
    let posts: Vec<post::Model> = posts.into_iter().filter(|post| post.tenant_id == Some(tenant.id)).collect();
    let named = ids.iter().find_map(|id| here.account_in(id)).or_else(|| posts.first().map(|post| post.account_id));
    let Some(named) = named else { return Ok(None) };
    let Some(target) = accounts::account(db, tenant.id, named).await? else { return Ok(None) };
    if target.state != account::State::Living {
        return Ok(None);
    }
    let theirs = posts.iter().filter(|post| post.account_id == target.id).map(|post| post.id).collect();
    Ok(Some((target, theirs)))
}

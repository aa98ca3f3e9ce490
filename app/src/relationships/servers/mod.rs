//! Whole servers: follows that end because a community suspends one, and servers that a person blocks.

pub mod web;

use std::collections::HashSet;

use heliograph_entity::{
    account, cut_follow, follow, server_block,
    values::{AccountId, ServerBlockId},
};
use sea_orm::{ConnectionTrait, sea_query::SelectStatement};

use super::{
    Event,
    follow::happen,
    queries::servers::{self as queries, Side},
};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    federation::{
        domain::{DomainProblem, covering, parse_domain},
        standing,
    },
    viewer::{Tenant, Viewer},
    words::Message,
};

/// Follows that end before it is asked for more, and hosts that are asked about at once.
const AT_ONCE: u64 = 100;
const HOSTS_AT_ONCE: usize = 500;
/// Servers that one person may block.
pub const MOST_BLOCKED: u64 = 1000;

/// Ends some of the follows between members and servers that the community has suspended; whether there were any. The other
/// servers are told, and the members who lose them can read which.
pub async fn cut_off_some(app: &App, tenant: &Tenant) -> Result<bool> {
    end_some(app, &Side::Members(tenant.id), standing::suspended_hosts(tenant), true).await
}

/// Ends some of the follows between people here and hosts; whether there were any. They are `noted` for who could not know.
async fn end_some(app: &App, here: &Side, there: SelectStatement, noted: bool) -> Result<bool> {
    let some = queries::some_between(app.db.reader(), here, &Side::Hosts(Box::new(there)), AT_ONCE).await?;
    for follow in &some {
        let tx = app.db.write_tx().await?;
        let (follower, followed) = (follow.follower_id, follow.followed_id);
        let ours = accounts::by_ids(&tx, [follower]).await?.iter().any(|account| here.has(account));
        let event = if ours { Event::Unfollowed } else { Event::LetGo };
        match happen(app, &tx, follower, followed, |_| event).await {
            // One of them leaves at this moment, and so does the follow.
            Err(Error::Gone) => happen(app, &tx, follower, followed, |_| Event::Ended).await.map(drop),
            done => done.map(drop),
        }?;
        if noted && follow.state == follow::State::Accepted {
            let (account_id, other_id) = if ours { (follower, followed) } else { (followed, follower) };
            let created_at = app.clock.now();
            let cut = cut_follow::Model { id: app.ids.mint(), account_id, other_id, followed: ours, created_at };
            queries::note_cut(&tx, cut).await?;
        }
        tx.commit().await?;
    }
    Ok(!some.is_empty())
}

/// How many follows there are between members of the community and the servers that these names cover.
pub async fn count_follows_with(db: &impl ConnectionTrait, tenant: &Tenant, names: &[String]) -> Result<u64> {
    let mut hosts = HashSet::new();
    for some in names.chunks(HOSTS_AT_ONCE) {
        hosts.extend(queries::hosts_below(db, some).await?);
    }
    hosts.remove(&tenant.host.id);
    let hosts: Vec<_> = hosts.into_iter().collect();
    let mut count = 0;
    for some in hosts.chunks(HOSTS_AT_ONCE) {
        let there = Side::Hosts(Box::new(queries::hosts(some)));
        count += queries::count_between(db, &Side::Members(tenant.id), &there).await?;
    }
    Ok(count)
}

/// How many there are with servers that the community, were it like this, would have suspended.
pub async fn count_follows_suspended(db: &impl ConnectionTrait, tenant: &Tenant) -> Result<u64> {
    let there = Side::Hosts(Box::new(standing::suspended_hosts(tenant)));
    Ok(queries::count_between(db, &Side::Members(tenant.id), &there).await?)
}

/// `by` wants nothing to do with a server any more, nor with those below it: follows with its people end, and neither side
/// sees what the other publishes, says or likes. Blocking twice changes nothing.
pub async fn block_server(app: &App, by: &Viewer, typed: &str) -> Result<String> {
    let wrong = |message| Error::Invalid(Problems::one("domain", message));
    let domain = parse_domain(typed).map_err(|problem| wrong(domain_problem(problem, typed)))?;
    if covering(&by.tenant.host.name).contains(&domain.as_str()) {
        return Err(wrong(Message::new("problem-domain-own").with("domain", &domain)));
    }
    let me = by.account.id;
    if queries::count(app.db.reader(), me).await? >= MOST_BLOCKED {
        return Err(wrong(Message::new("problem-server-blocks-enough").count("limit", MOST_BLOCKED)));
    }
    let tx = app.db.write_tx().await?;
    // Whoever follows, likes or answers at this moment comes before or after.
    accounts::lock(&tx, [me]).await?;
    let row =
        server_block::Model { id: app.ids.mint(), account_id: me, domain: domain.clone(), created_at: app.clock.now() };
    queries::insert(&tx, row).await?;
    tx.commit().await?;
    while end_some(app, &Side::Account(me), queries::below(&domain), false).await? {}
    Ok(domain)
}

/// `by` no longer blocks that server. Follows that ended stay so.
pub async fn unblock_server(app: &App, by: &account::Model, id: ServerBlockId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if !queries::delete(&tx, by.id, id).await? {
        return Err(Error::NotFound);
    }
    Ok(tx.commit().await?)
}

/// Somebody leaves: which servers they blocked, and whom they lost, is nobody's business any more.
pub async fn forget_servers(app: &App, account: AccountId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::forget(&tx, account).await?;
    Ok(tx.commit().await?)
}

/// Why `typed` names no server, to whoever has typed it.
pub fn domain_problem(problem: DomainProblem, typed: &str) -> Message {
    match problem {
        DomainProblem::Missing => Message::new("problem-domain-missing"),
        DomainProblem::NotADomain => Message::new("problem-domain-wrong").with("domain", typed.trim()),
        DomainProblem::Public => Message::new("problem-domain-public").with("domain", typed.trim()),
    }
}

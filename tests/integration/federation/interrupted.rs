//! A hub that is killed in the middle does what it has taken, once and in the order in which it was said.

#![expect(
    clippy::disallowed_methods,
    reason = "a test changes the table itself, as a process that is killed leaves it"
)]

use std::time::Duration;

use heliograph::{jobs, schedule::schedule};
use heliograph_entity::{job, values::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{activity, actor_of};
use crate::support::{Hub, RemoteServer};

/// A hub whose own workers rest, beside Lena's server.
async fn stage() -> (Hub, RemoteServer) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside_as(&[&peer], |config| config.workers = 0).await;
    (hub, peer)
}

/// The last activity that came is as `change` says.
async fn leaves_the_last(hub: &Hub, change: job::ActiveModel) {
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let last = job::Entity::find().filter(job::Column::Name.eq("inbox.process")).order_by_desc(job::Column::Id);
    let last = last.one(&tx).await.expect("an answer").expect("a job");
    let update = job::Entity::update_many().set(change).filter(job::Column::Id.eq(last.id));
    update.exec(&tx).await.expect("a change");
    tx.commit().await.expect("a commit");
}

#[tokio::test]
async fn what_is_taken_back_stays_so_although_it_was_interrupted() {
    let (hub, peer) = stage().await;
    let ana = hub.person("ana").await;
    let path = ana.visits("/publish").await.fills("caption", "Fog").presses("Publish").await.path;
    let id = format!("{}/ap/posts/{}", ana.home, path.rsplit('/').next().expect("an id"));
    let like = activity(&peer, "lena", "Like", 1, &json!(id));
    assert_eq!(peer.sends(&hub, "lena", &like).await.status, 202);
    // Somebody has taken it, and died before anything was done.
    let (state, lease) = (Set(job::State::Running), Set(Some(1)));
    let run_at = Set(hub.app.clock.now().plus(Duration::from_secs(60)));
    leaves_the_last(&hub, job::ActiveModel { state, lease, run_at, attempts: Set(1), ..Default::default() }).await;

    assert_eq!(peer.sends(&hub, "lena", &activity(&peer, "lena", "Undo", 2, &like)).await.status, 202);
    jobs::work_off(&hub.app, &schedule()).await.expect("worked");
    hub.clock.advance(Duration::from_secs(120));
    hub.settles().await;
    let likes = ana.visits(&format!("{path}/likes")).await;
    assert!(likes.attributes(".rows a.person", "href").is_empty(), "{}", likes.main_text());
}

#[tokio::test]
async fn a_request_that_is_understood_twice_is_answered_once() {
    let (hub, peer) = stage().await;
    hub.person("ana").await;
    let actor = actor_of(&hub.visitor("praia.localhost").await, "ana").await;
    assert_eq!(peer.sends(&hub, "lena", &activity(&peer, "lena", "Follow", 1, &json!(actor))).await.status, 202);
    hub.settles().await;
    // Whoever did it has died before that was noted.
    let (state, run_at) = (Set(job::State::Waiting), Set(Timestamp(0)));
    leaves_the_last(&hub, job::ActiveModel { state, run_at, finished_at: Set(None), ..Default::default() }).await;
    hub.settles().await;
    assert_eq!(peer.activities("Accept").len(), 1);

    // Another request of hers is another matter: she has not heard the answer.
    assert_eq!(peer.sends(&hub, "lena", &activity(&peer, "lena", "Follow", 2, &json!(actor))).await.status, 202);
    hub.settles().await;
    assert_eq!(peer.activities("Accept").len(), 2);
}

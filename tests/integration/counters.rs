//! What is counted is what is there, whatever happens at the same time.

use std::time::Duration;

use futures_util::future::join_all;
use heliograph::{accounts, boosts, comments, error::Error, likes, posts, relationships};
use heliograph_entity::{
    account,
    post::{self, Kind},
    values::PostId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::support::{Hub, photos};

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// What was done, or could not be: somebody else has been faster.
fn done<T>(outcome: Result<T, Error>) {
    match outcome {
        Ok(_) | Err(Error::NotFound | Error::Gone | Error::Forbidden) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn act(hub: &Hub, what: usize, by: &account::Model, other: &account::Model, post: PostId) {
    let app = &hub.app;
    match what {
        0 | 1 => done(likes::like(app, by, post, None).await),
        2 => done(likes::unlike(app, by, post).await),
        3..6 => done(comments::add(app, by, post, "Well seen").await),
        6 => done(comments::remove(app, by, post).await),
        7 => done(relationships::follow(app, by, other).await),
        8 => done(relationships::unfollow(app, by, other).await),
        9 => done(boosts::boost(app, by, post, None).await),
        10 => done(boosts::unboost(app, by, post).await),
        11 => done(relationships::block(app, by, other, None).await),
        12 | 13 => done(relationships::unblock(app, by, other).await),
        _ => {
            let found = posts::by_ids(app.db.reader(), [post]).await.expect("an answer").pop();
            let Some(post) = found.filter(|post| post.root_id.is_none() && post.account_id == by.id) else { return };
            done(match what {
                14 => posts::delete(app, &post).await,
                15 => posts::restore(app, &post).await,
                16 => posts::archive(app, &post).await,
                _ => posts::unarchive(app, &post).await,
            });
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
async fn ids(hub: &Hub) -> Vec<PostId> {
    let all = post::Entity::find().select_only().column(post::Column::Id).into_tuple();
    all.all(hub.app.db.reader()).await.expect("posts")
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_equal_a_recount_after_random_acts_at_once() {
    let hub = Hub::start().await;
    let mut people = Vec::new();
    for name in ["ana", "tom", "eva", "fay", "ted"] {
        let person = hub.person(name).await;
        for _ in 0..2 {
            let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
            page.presses("Publish").await;
        }
        let found = accounts::by_name(hub.app.db.reader(), &hub.praia().await.tenant, name).await;
        people.push(found.expect("an answer").expect("somebody"));
    }

    let mut chance = Chance(5);
    for _ in 0..32 {
        let posts = ids(&hub).await;
        let acts = (0..40).map(|_| {
            let (by, other) = (&people[chance.below(people.len())], &people[chance.below(people.len())]);
            act(&hub, chance.below(18), by, other, posts[chance.below(posts.len())])
        });
        join_all(acts.collect::<Vec<_>>()).await;
        // Nobody says so much in a breath.
        hub.app.clock.advance(Duration::from_secs(120));
    }
    hub.leaves("fay").await;

    let comments = ids(&hub).await.len() - 8;
    assert!(comments > 10, "something was said: {comments}");
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let mut counted = accounts::recount(&tx).await.expect("counted").to_vec();
    counted.extend(relationships::recount(&tx).await.expect("counted"));
    counted.extend(posts::recount(&tx).await.expect("counted"));
    assert!(counted.iter().all(|(_, wrong)| *wrong == 0), "{counted:?}");
    // Whether a count that is wrong would be found.
    #[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
    let post = post::Entity::find().filter(post::Column::Kind.eq(Kind::Post)).one(&tx).await.expect("an answer");
    let post = post.expect("a post").id;
    posts::count_comments(&tx, post, 3).await.expect("miscounted");
    posts::count_likes(&tx, post, 3).await.expect("miscounted");
    posts::count_boosts(&tx, post, 3).await.expect("miscounted");
    let found = posts::recount(&tx).await.expect("counted");
    assert!(found.iter().all(|(_, wrong)| *wrong == 1), "{found:?}");
}

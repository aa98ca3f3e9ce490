//! A community that looks alive, for whoever wants to see one, and for pictures of pages, tests and benchmarks.
//!
//! Its photographs are painted ([`heliograph_paint`]) and uploaded once each; a post then gets files of its own, copied
//! from these. People come by the same door as anybody else; posts and follows are written many at once.
//!
//! The same seed says and shows the same. Moments are counted back from now.

mod follows;
mod people;
mod phrases;
mod pictures;
mod posts;
mod queries;

use std::collections::HashMap;

use anyhow::ensure;
use heliograph_entity::{account, values::AccountId};
use heliograph_paint::Chance;
use sea_orm::ActiveValue::Set;

use crate::{accounts, app::App, feed, jobs::Job, viewer::Tenant};

/// What is wanted.
pub struct Wish {
    pub people: usize,
    pub posts: usize,
    pub seed: u64,
    pub password: String,
    /// How many different pictures are painted, and how long their longer side is, in pixels.
    pub pictures: usize,
    pub long: u32,
    /// Also where there are people already.
    pub add: bool,
}

/// What was made.
#[derive(Debug, Default)]
pub struct Made {
    pub people: usize,
    pub pictures: usize,
    pub posts: usize,
    pub photos: usize,
    pub follows: usize,
    /// Who runs the community, to sign in as.
    pub name: String,
}

/// What an account has come to in the end.
#[derive(Clone, Copy, Default)]
struct Counts {
    posts: i64,
    followers: i64,
    following: i64,
    pinned: i64,
    bytes: i64,
}

type AllCounts = HashMap<AccountId, Counts>;

/// Fills a community. `tell` is called with a sentence now and then: it may take minutes.
pub async fn fill(app: &App, tenant: &Tenant, wish: &Wish, tell: impl Fn(String)) -> anyhow::Result<Made> {
    ensure!(
        wish.add || tenant.community.members_count == 0,
        "{} has members already. With --add, the new ones come beside them.",
        tenant.host.name
    );
    let mut chance = Chance::new(wish.seed);
    let people = people::make(app, tenant, wish, &mut chance).await?;
    tell(format!("{} people", people.len()));
    let stock = pictures::stock(app, tenant, &people[0], wish, &tell).await?;
    people::portray(app, tenant, &people, &stock, &mut chance).await?;
    tell("avatars and headers".to_owned());

    let mut counts = AllCounts::new();
    let follows = follows::make(app, &people, &mut counts, &mut chance).await?;
    tell(format!("{} follows", follows.len()));
    let (posts, photos) =
        posts::make(app, tenant, &people, &follows, &stock, wish, &mut counts, &mut chance, &tell).await?;
    note(app, &counts).await?;
    pictures::clear(app, &people[0], &stock).await?;
    feeds(app, &people).await?;
    Ok(Made {
        people: people.len(),
        pictures: stock.pictures.len(),
        posts,
        photos,
        follows: follows.len(),
        name: people[0].account.name.clone(),
    })
}

/// Writes down what was counted, on accounts that had nothing before.
async fn note(app: &App, counts: &AllCounts) -> anyhow::Result<()> {
    let tx = app.db.write_tx().await?;
    for (id, counts) in counts {
        let change = account::ActiveModel {
            posts_count: Set(counts.posts),
            followers_count: Set(counts.followers),
            following_count: Set(counts.following),
            ..Default::default()
        };
        accounts::change(&tx, *id, change).await?;
        accounts::free_bytes(&tx, *id, -counts.bytes).await?;
    }
    Ok(tx.commit().await?)
}

/// A part of them read their home pages these days.
async fn feeds(app: &App, people: &[people::Person]) -> anyhow::Result<()> {
    for person in people.iter().take(people.len().div_ceil(3).min(200)) {
        feed::note_reading(app, person.account.id, None).await?;
        feed::Fill { owner_id: person.account.id }.run(app).await?;
    }
    Ok(())
}

//! Who follows whom: a few are followed by nearly everybody, most by a few.

use std::collections::{HashMap, HashSet};

use heliograph_entity::{
    account, follow,
    values::{AccountId, Timestamp},
};
use heliograph_paint::Chance;

use super::{AllCounts, people::Person, queries};
use crate::app::App;

/// Who is followed by whom.
pub(super) type Followers = HashMap<AccountId, Vec<AccountId>>;

pub(super) struct Follows {
    pub(super) followers: Followers,
    count: usize,
}

impl Follows {
    pub(super) fn len(&self) -> usize {
        self.count
    }
}

pub(super) async fn make(
    app: &App,
    people: &[Person],
    counts: &mut AllCounts,
    chance: &mut Chance,
) -> anyhow::Result<Follows> {
    let now = app.clock.now();
    let weights: Vec<f64> = people.iter().map(|person| person.known).collect();
    let total: f64 = weights.iter().sum();
    let (mut rows, mut followers) = (Vec::new(), Followers::new());
    for (at, person) in people.iter().enumerate() {
        let most = people.len() - 1;
        // Whoever shows the community around follows many; the others as they like.
        let wanted = if at == 0 { most * 2 / 5 } else { (4.0 * (chance.share() * 3.4).exp()) as usize };
        let mut chosen = HashSet::new();
        for _ in 0..wanted.min(most) * 4 {
            if chosen.len() >= wanted.min(most) {
                break;
            }
            let mut mark = chance.share() * total;
            let found = weights.iter().position(|weight| {
                mark -= weight;
                mark < 0.0
            });
            let other = found.unwrap_or(0);
            if other == at || !chosen.insert(other) {
                continue;
            }
            let (followed, since) = (&people[other].account, chance.share());
            let state = match people[other].private && chance.happens(0.1) {
                true => follow::State::Requested,
                false => follow::State::Accepted,
            };
            let created_at = between(later(&person.account, followed), now, since);
            let accepted = state == follow::State::Accepted;
            rows.push(follow::Model {
                id: app.ids.mint(),
                follower_id: person.account.id,
                followed_id: followed.id,
                state,
                created_at,
                accepted_at: accepted.then_some(created_at),
                uri: None,
            });
            if accepted {
                counts.entry(person.account.id).or_default().following += 1;
                counts.entry(followed.id).or_default().followers += 1;
                followers.entry(followed.id).or_default().push(person.account.id);
            }
        }
    }
    let count = rows.len();
    let tx = app.db.write_tx().await?;
    queries::insert_follows(&tx, rows).await?;
    tx.commit().await?;
    Ok(Follows { followers, count })
}

fn later(one: &account::Model, other: &account::Model) -> Timestamp {
    one.created_at.max(other.created_at)
}

fn between(from: Timestamp, to: Timestamp, share: f64) -> Timestamp {
    Timestamp(from.0 + ((to.0 - from.0).max(0) as f64 * share) as i64)
}

//! Mints ids that no other process of the hub mints: each process holds a node number, leased in the database.

mod queries;

pub use queries::nodes;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use heliograph_entity::values::{Id, PostId, Timestamp};

use crate::{clock::Clock, db::Db, rng::Rng};

const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;

/// How long a node number stays with a process that has vanished.
const LEASE: Duration = Duration::from_secs(600);
const RENEWAL: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    rng: Rng,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    node: i64,
    /// Says whose lease it is.
    holder: i64,
    /// By a clock that nobody sets. `None` for a lease that was given back or lost.
    lease_ends: Option<Instant>,
    /// The last millisecond an id was minted for, since [`Id::EPOCH_MS`], and the sequence within it.
    millisecond: i64,
    sequence: i64,
}

impl State {
    fn holds_lease(&self) -> bool {
        self.lease_ends.is_some_and(|ends| Instant::now() < ends)
    }
}

impl Ids {
    /// Takes the lowest node number that no living process holds.
    pub async fn lease(db: &Db, clock: Clock, rng: Rng) -> anyhow::Result<Self> {
        let (began, holder) = (Instant::now(), rng.number());
        let node = take_node(db, &clock, holder).await?;
        let state = State { node, holder, lease_ends: Some(began + LEASE), millisecond: 0, sequence: 0 };
        Ok(Self { clock, rng, state: Arc::new(Mutex::new(state)) })
    }

    /// Whether ids can be minted.
    pub fn hold_lease(&self) -> bool {
        self.state().holds_lease()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number that this process holds.
    pub fn node(&self) -> i64 {
        self.state().node
    }

    /// A new id, greater than all that this process has minted.
    ///
    /// # Panics
    /// When this process has lost its lease, having slept for minutes: another may mint the same ids by now. It lasts until
    /// [`Self::keep_lease`] has taken another number, a minute at most.
    pub fn mint<T: Id>(&self) -> T {
        let now = self.clock.now().millis() - T::EPOCH_MS;
        let mut state = self.state();
        assert!(state.holds_lease(), "this process no longer holds node number {}", state.node);

        if now > state.millisecond {
            (state.millisecond, state.sequence) = (now, 0);
        } else if state.sequence + 1 < 1 << SEQUENCE_BITS {
            state.sequence += 1;
        } else {
            // A full millisecond spills into the next; ids run ahead of the clock for that long.
            (state.millisecond, state.sequence) = (state.millisecond + 1, 0);
        }
        T::from(state.millisecond << T::LOW_BITS | state.node << SEQUENCE_BITS | state.sequence)
    }

    /// An id for a moment that has passed, so that it stands among others in the order of time. `turn` keeps those of
    /// one millisecond apart: it counts up to 4 095.
    ///
    /// # Panics
    /// When this process has lost its lease.
    pub fn mint_for<T: Id>(&self, time: Timestamp, turn: i64) -> T {
        let state = self.state();
        assert!(state.holds_lease(), "this process no longer holds node number {}", state.node);
        let sequence = turn & ((1 << SEQUENCE_BITS) - 1);
        T::from(T::first_of(time).into() | state.node << SEQUENCE_BITS | sequence)
    }

    /// Keeps the lease for as long as the process lives; takes another number when it was lost.
    pub async fn keep_lease(&self, db: &Db) {
        loop {
            tokio::time::sleep(RENEWAL).await;
            if let Err(error) = self.renew(db).await {
                tracing::error!(error = format!("{error:#}"), "the lease of a node number was not renewed");
            }
        }
    }

    async fn renew(&self, db: &Db) -> anyhow::Result<()> {
        let (node, holder) = {
            let state = self.state();
            (state.node, state.holder)
        };
        let began = Instant::now();
        let tx = db.write_tx().await?;
        let ours = queries::set_lease(&tx, node, holder, self.clock.now().plus(LEASE)).await?;
        tx.commit().await?;
        if ours {
            self.state().lease_ends = Some(began + LEASE);
            return Ok(());
        }

        self.state().lease_ends = None;
        tracing::warn!(node, "another process has taken the node number");
        let (began, holder) = (Instant::now(), self.rng.number());
        let node = take_node(db, &self.clock, holder).await?;
        let mut state = self.state();
        // The new number may be lower: only a later millisecond keeps ids ascending.
        state.millisecond += 1;
        (state.node, state.holder, state.sequence, state.lease_ends) = (node, holder, 0, Some(began + LEASE));
        Ok(())
    }

    /// Gives the node number back. No id can be minted afterwards.
    pub async fn release(&self, db: &Db) -> anyhow::Result<()> {
        let (node, holder, last) = {
            let mut state = self.state();
            state.lease_ends = None;
            (state.node, state.holder, Timestamp::from_millis(state.millisecond + PostId::EPOCH_MS))
        };
        // Free from the millisecond after the last id, which may lie ahead of the clock.
        let free_from = self.clock.now().max(last).plus(Duration::from_millis(1));
        let tx = db.write_tx().await?;
        queries::set_lease(&tx, node, holder, free_from).await?;
        tx.commit().await.context("giving back the node number")
    }
}

async fn take_node(db: &Db, clock: &Clock, holder: i64) -> anyhow::Result<i64> {
    let now = clock.now();
    let tx = db.write_tx().await?;
    let Some(node) = queries::take_free_node(&tx, 1 << NODE_BITS, holder, now, now.plus(LEASE)).await? else {
        bail!("All {} node numbers of this hub are in use.", 1 << NODE_BITS);
    };
    tx.commit().await?;
    Ok(node)
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, path::Path};

    use heliograph_entity::values::{Id, PostId};

    use super::{Ids, SEQUENCE_BITS};
    use crate::{clock::Clock, config::DatabaseUrl, db::Db, rng::Rng};

    async fn database(folder: &Path) -> Db {
        let db = Db::connect(&DatabaseUrl::Sqlite(folder.join("test.db"))).await.expect("a database");
        db.migrate(&folder.join("lock")).await.expect("tables");
        db
    }

    #[tokio::test]
    async fn ids_are_unique_and_ascend_even_when_a_millisecond_is_full() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = database(folder.path()).await;
        let ids = Ids::lease(&db, Clock::default(), Rng).await.expect("a lease");

        let minted: Vec<PostId> = (0..3 << SEQUENCE_BITS).map(|_| ids.mint()).collect();

        assert!(minted.is_sorted());
        assert_eq!(minted.iter().collect::<HashSet<_>>().len(), minted.len());
        let ahead = minted.last().expect("one").minted_at().millis() - Clock::default().now().millis();
        assert!(ahead <= 3, "{ahead} ms ahead of the clock");
    }

    #[tokio::test]
    async fn two_processes_never_hold_the_same_node() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = database(folder.path()).await;
        let clock = Clock::default();
        let first = Ids::lease(&db, clock.clone(), Rng).await.expect("a lease");
        let second = Ids::lease(&db, clock.clone(), Rng).await.expect("a lease");
        assert_eq!((first.state().node, second.state().node), (0, 1));

        first.release(&db).await.expect("released");
        clock.advance(std::time::Duration::from_secs(1));
        let third = Ids::lease(&db, clock.clone(), Rng).await.expect("a lease");
        assert_eq!(third.state().node, 0);
        let before: PostId = third.mint();

        clock.advance(super::LEASE + super::RENEWAL);
        let fourth = Ids::lease(&db, clock, Rng).await.expect("a lease");
        assert_eq!(fourth.state().node, 0, "the third never renewed its lease");
        third.renew(&db).await.expect("another number");
        assert_eq!(third.state().node, 1, "the second never renewed its own either");
        assert!(third.mint::<PostId>() > before);

        third.release(&db).await.expect("released");
        assert!(!third.hold_lease());
        assert!(std::panic::catch_unwind(|| third.mint::<PostId>()).is_err());
    }
}

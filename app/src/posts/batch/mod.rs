//! Many posts changed at once: chosen, looked at before, done in steps, and undone where nothing has changed since.

mod preview;
mod run;
mod undo;

use heliograph_entity::{
    batch, batch_post,
    post::Visibility,
    values::{AccountId, BatchId, Licence, PostId},
};
use serde::{Deserialize, Serialize};

use super::{history::code, queries};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    jobs,
    markup::Hashtag,
    viewer::Viewer,
    words::Message,
};

pub use preview::{Preview, preview};
pub use run::{RunBatch, run};
pub use undo::undo;

/// How many posts are ticked one by one; more have something in common to choose them by.
pub const MOST_TICKED: usize = 1000;
/// How many hashtags are added or removed at once.
const MOST_TAGS_AT_ONCE: usize = 10;

/// What is done to each of the posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// Of all photos, or of those that have the licence `of`.
    Licence {
        #[serde(with = "code")]
        to: Licence,
        of: Option<String>,
    },
    AddTags {
        tags: Vec<String>,
    },
    RemoveTags {
        tags: Vec<String>,
    },
    Audience {
        #[serde(with = "code")]
        to: Visibility,
        /// Whom the posts are for, where they are for some; the lowest id first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        named: Vec<AccountId>,
    },
    Archive,
}

impl Change {
    /// Which licence a photo has to have so that it gets another.
    pub fn licence_before(&self) -> Option<Licence> {
        match self {
            Self::Licence { of, .. } => of.as_deref().and_then(Licence::from_code),
            _ => None,
        }
    }

    pub fn tags(&self) -> Vec<Hashtag> {
        match self {
            Self::AddTags { tags } | Self::RemoveTags { tags } => {
                tags.iter().filter_map(|name| Hashtag::named(name)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The hashtags in what was typed, as in `#sea, light`.
pub fn tags_typed(typed: &str) -> Result<Vec<String>, Message> {
    let names = typed.split(|c: char| c.is_whitespace() || c == ',' || c == '#').filter(|name| !name.is_empty());
    let mut tags: Vec<Hashtag> = Vec::new();
    for name in names {
        let tag = Hashtag::named(name).ok_or_else(|| Message::new("problem-no-hashtag").with("typed", name))?;
        if tags.iter().all(|known| known.key != tag.key) {
            tags.push(tag);
        }
    }
    match tags.len() {
        0 => Err(Message::new("problem-hashtags-missing")),
        many if many > MOST_TAGS_AT_ONCE => {
            Err(Message::new("problem-hashtags-at-once").count("limit", MOST_TAGS_AT_ONCE).count("number", many))
        }
        _ => Ok(tags.into_iter().map(|tag| tag.shown).collect()),
    }
}

/// Which of their own posts somebody means. What is in the trash is never among them, and what is archived only where
/// licences change: it keeps them when it comes back.
#[derive(Clone, Debug, PartialEq)]
pub enum Selection {
    These(Vec<PostId>),
    All,
    /// Those with a photo under it.
    Licence(Licence),
    Audience(Visibility),
    /// The key of a hashtag.
    Tag(String),
}

/// How far a change of many posts has come.
pub struct Progress {
    pub batch: batch::Model,
    pub change: Change,
    pub waiting: u64,
    pub changed: u64,
    pub same: u64,
    pub undone: u64,
    pub kept: u64,
}

impl Progress {
    pub fn total(&self) -> u64 {
        self.waiting + self.changed + self.same + self.undone + self.kept
    }
}

/// Begins to change the viewer's posts of that selection, which stays what it is now. It is done by [`run`].
pub async fn begin(app: &App, viewer: &Viewer, selection: &Selection, change: &Change) -> Result<BatchId> {
    refuse_what_may_not_be(viewer, change)?;
    let batch = batch::Model {
        id: app.ids.mint(),
        tenant_id: viewer.tenant.id,
        account_id: viewer.account.id,
        change: serde_json::to_string(change).map_err(anyhow::Error::new)?,
        state: batch::State::Running,
        created_at: app.clock.now(),
    };
    let id = batch.id;
    let tx = app.db.write_tx().await?;
    queries::insert_batch(&tx, batch).await?;
    let chosen = queries::choose_for_batch(&tx, id, viewer.account.id, selection, change).await?;
    if chosen == 0 {
        return Err(Error::Invalid(Problems::one("posts", Message::new("problem-nothing-chosen"))));
    }
    jobs::enqueue_at(app, &tx, Some(viewer.tenant.id), &RunBatch { batch_id: id }, app.clock.now().plus(run::PATIENCE))
        .await?;
    tx.commit().await?;
    Ok(id)
}

fn refuse_what_may_not_be(viewer: &Viewer, change: &Change) -> Result<()> {
    match change {
        Change::Audience { to, .. } if viewer.account.approves_followers && to.is_for_everybody() => {
            Err(Error::Invalid(Problems::one("audience", Message::new("problem-audience-private"))))
        }
        Change::Audience { to: Visibility::Named, named } if named.is_empty() => {
            Err(Error::Invalid(Problems::one("named", Message::new("problem-named-missing"))))
        }
        _ => Ok(()),
    }
}

/// The viewer's batch, and what has become of its posts.
pub async fn progress(app: &App, viewer: &Viewer, id: BatchId) -> Result<Progress> {
    let db = app.db.reader();
    let batch = queries::batch(db, id).await?.filter(|batch| batch.account_id == viewer.account.id);
    let batch = batch.ok_or(Error::NotFound)?;
    let counts = queries::batch_counts(db, id).await?;
    let of = |state| counts.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count as u64);
    Ok(Progress {
        change: serde_json::from_str(&batch.change).map_err(anyhow::Error::new)?,
        waiting: of(batch_post::State::Waiting),
        changed: of(batch_post::State::Changed),
        same: of(batch_post::State::Same),
        undone: of(batch_post::State::Undone),
        kept: of(batch_post::State::Kept),
        batch,
    })
}

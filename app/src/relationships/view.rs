//! People as lists show them, and what a profile tells of who follows whom.

use heliograph_entity::{
    account::{self, Connections},
    follow,
    values::AccountId,
};
use sea_orm::ConnectionTrait;

use super::{Suggestion, queries, suggestions};
use crate::{
    accounts::{self, Author, NewHome},
    app::App,
    error::Result,
    viewer::{Tenant, Viewer},
    words::Words,
};

/// What whoever looks has to do with somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    SignedOut,
    Myself,
    None,
    Requested,
    Following,
    /// Whoever looks blocks them.
    Blocked,
}

/// Somebody in a list, with the button that fits.
pub struct Someone {
    pub author: Author,
    pub standing: Standing,
    /// Where they have moved to, if they have: nobody begins to follow them here.
    pub moved: Option<NewHome>,
}

impl Someone {
    pub fn is_me(&self) -> bool {
        self.standing == Standing::Myself
    }

    pub fn is_asked(&self) -> bool {
        self.standing == Standing::Requested
    }

    pub fn is_followed(&self) -> bool {
        self.standing == Standing::Following
    }

    pub fn is_blocked(&self) -> bool {
        self.standing == Standing::Blocked
    }

    /// Whether the way to their new account stands where others are followed.
    pub fn shows_new_home(&self) -> bool {
        self.moved.is_some() && matches!(self.standing, Standing::None | Standing::SignedOut)
    }

    pub fn is_for_guest(&self) -> bool {
        self.standing == Standing::SignedOut
    }
}

/// What a profile shows of its connections, as much as whoever looks may see.
pub struct Ties {
    pub someone: Someone,
    pub followers: Option<i64>,
    pub following: Option<i64>,
    /// Whether the counts lead to lists.
    pub listed: bool,
    /// Whether one of the two blocks the other.
    pub apart: bool,
    /// Whether the account is private and the viewer is not let in.
    pub closed: bool,
    pub private: bool,
    /// Search engines are asked to stay away.
    pub noindex: bool,
    /// Whom else to follow, when the viewer has just begun to follow this one.
    pub suggestions: Vec<Suggestion>,
}

pub async fn ties(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    account: &account::Model,
    just_followed: bool,
    words: &Words,
) -> Result<Ties> {
    let db = app.db.reader();
    let someone = people(db, tenant, viewer, std::slice::from_ref(account)).await?.remove(0);
    let mine = someone.is_me();
    let apart = match viewer {
        Some(viewer) => queries::blocks::blocked_between(db, viewer.account.id, account.id).await?,
        None => false,
    };
    let closed = !mine && !apart && account.approves_followers && !someone.is_followed();
    let counted = mine || account.connections != Connections::Hidden;
    let suggestions = match viewer {
        Some(viewer) if just_followed => suggestions(app, viewer, words).await?,
        _ => Vec::new(),
    };
    Ok(Ties {
        followers: Some(account.followers_count).filter(|_| counted),
        following: Some(account.following_count).filter(|_| counted),
        listed: mine || (account.connections == Connections::Listed && !closed && !apart),
        apart,
        closed,
        private: account.approves_followers,
        noindex: !account.indexable || account.approves_followers,
        suggestions,
        someone,
    })
}

/// The accounts as a list shows them, in the same order.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    accounts: &[account::Model],
) -> Result<Vec<Someone>> {
    let authors = accounts::authors(db, tenant, accounts).await?;
    let mut moved = accounts::new_homes(db, tenant, accounts).await?;
    let ids = || accounts.iter().map(|account| account.id);
    let (follows, blocked) = match viewer {
        Some(viewer) => {
            let me = viewer.account.id;
            (queries::among(db, me, ids()).await?, queries::blocks::blocked_among(db, me, ids()).await?)
        }
        None => (Vec::new(), Vec::new()),
    };
    let standing = |id: AccountId| match viewer {
        None => Standing::SignedOut,
        Some(viewer) if viewer.account.id == id => Standing::Myself,
        Some(_) if blocked.contains(&id) => Standing::Blocked,
        Some(_) => match follows.iter().find(|follow| follow.followed_id == id).map(|follow| follow.state) {
            Some(follow::State::Accepted) => Standing::Following,
            Some(follow::State::Requested) => Standing::Requested,
            None => Standing::None,
        },
    };
    Ok(accounts
        .iter()
        .zip(authors)
        .map(|(account, author)| Someone { author, standing: standing(account.id), moved: moved.remove(&account.id) })
        .collect())
}

/// Likewise, by their ids.
pub async fn people_with(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    ids: &[AccountId],
) -> Result<Vec<Someone>> {
    let mut accounts = accounts::by_ids(db, ids.iter().copied()).await?;
    accounts.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    people(db, tenant, viewer, &accounts).await
}

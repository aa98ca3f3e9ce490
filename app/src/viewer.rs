//! Who is asking, and in which community. Everything that may be seen or done starts from here.

use std::{fmt, ops::Deref, sync::Arc};

use heliograph_entity::{
    account, host,
    tenant::{self, SignUp},
    user,
    values::{Preferences, TenantId},
};

use crate::{federation::addresses::Addresses, sizes::megabytes};

/// The community that a request or a job is about.
#[derive(Clone, Debug)]
pub struct Tenant(Arc<TenantParts>);

#[derive(Debug)]
pub struct TenantParts {
    pub id: TenantId,
    pub community: tenant::Model,
    pub host: host::Model,
}

impl Tenant {
    pub fn new(community: tenant::Model, host: host::Model) -> Self {
        Self(Arc::new(TenantParts { id: community.id, community, host }))
    }

    /// `path` as people outside reach it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.host.origin)
    }

    /// The ids of what it publishes.
    pub fn addresses(&self) -> Addresses<'_> {
        Addresses { origin: &self.host.origin }
    }

    pub fn is_https(&self) -> bool {
        self.host.origin.starts_with("https:")
    }

    /// Whether other servers stand differently with it, so that they have to be looked at one by one.
    pub fn has_policies(&self) -> bool {
        self.community.allow_list || self.community.policies_count > 0
    }

    /// Whether somebody of that role may make invites.
    pub fn lets_invite(&self, role: user::Role) -> bool {
        let of = &self.community;
        of.sign_up != SignUp::Closed && (of.members_invite || role >= user::Role::Moderator)
    }

    /// What holds in the community: what its admins say, below the operator's ceilings.
    pub fn limits(&self) -> Limits {
        let of = &self.community;
        Limits {
            photos_per_post: of.photos_per_post.min(of.photos_per_post_ceiling),
            photo_mb: of.photo_mb.min(of.photo_mb_ceiling),
            member_mb: of.member_mb.min(of.member_mb_ceiling),
            posts_per_day: of.posts_per_day.min(of.posts_per_day_ceiling),
        }
    }
}

impl Deref for Tenant {
    type Target = TenantParts;

    fn deref(&self) -> &TenantParts {
        &self.0
    }
}

/// How much each member of a community may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub photos_per_post: i32,
    /// The largest file, in million bytes.
    pub photo_mb: i32,
    /// All originals together, in million bytes.
    pub member_mb: i32,
    /// Within any 24 hours.
    pub posts_per_day: i32,
}

impl Limits {
    /// Beyond these nothing works well, whatever an operator would allow.
    pub const HIGHEST: Self = Self { photos_per_post: 20, photo_mb: 40, member_mb: 1_000_000, posts_per_day: 10_000 };

    pub fn photo_bytes(self) -> u64 {
        self.photo_mb as u64 * 1_000_000
    }

    pub fn member_bytes(self) -> i64 {
        i64::from(self.member_mb) * 1_000_000
    }
}

/// In numbers alone, for the log: `20, 40 MB, 20 GB, 200`.
impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes = format!("{}, {}", megabytes(self.photo_mb), megabytes(self.member_mb));
        write!(f, "{}, {sizes}, {}", self.photos_per_post, self.posts_per_day)
    }
}

/// A member who has signed in.
#[derive(Clone, Debug)]
pub struct Viewer(Arc<ViewerParts>);

#[derive(Debug)]
pub struct ViewerParts {
    pub tenant: Tenant,
    pub account: account::Model,
    pub user: user::Model,
}

impl Viewer {
    pub fn new(tenant: Tenant, account: account::Model, user: user::Model) -> Self {
        Self(Arc::new(ViewerParts { tenant, account, user }))
    }

    pub fn preferences(&self) -> Preferences {
        Preferences::parse(&self.user.preferences)
    }

    pub fn may_invite(&self) -> bool {
        self.tenant.lets_invite(self.user.role)
    }

    /// Whether their role in the community allows all that `role` allows.
    pub fn is_at_least(&self, role: user::Role) -> bool {
        self.user.role >= role
    }
}

impl Deref for Viewer {
    type Target = ViewerParts;

    fn deref(&self) -> &ViewerParts {
        &self.0
    }
}

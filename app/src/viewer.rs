//! Who is asking, and in which community. Everything that may be seen or done starts from here.

use std::{ops::Deref, sync::Arc};

use heliograph_entity::{account, host, tenant, user, values::TenantId};

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

    pub fn is_https(&self) -> bool {
        self.host.origin.starts_with("https:")
    }
}

impl Deref for Tenant {
    type Target = TenantParts;

    fn deref(&self) -> &TenantParts {
        &self.0
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

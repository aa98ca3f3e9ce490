//! An account as pages show it.

use heliograph_entity::{account, host};
use sea_orm::ConnectionTrait;

use super::queries::{self, by_handle, remote::There};
use crate::{
    app::App,
    error::{Error, Result},
    tenants,
    viewer::{Tenant, Viewer},
    web::{self, Avatar},
};

/// Whoever published what is shown.
#[derive(Clone)]
pub struct Author {
    pub name: String,
    pub display_name: String,
    /// `@ana`, and for somebody of elsewhere `@ana@photos.example`.
    pub handle: String,
    pub url: String,
    /// For somebody of elsewhere: their own page, as people outside reach it.
    pub home: Option<String>,
    /// Stands where there is no picture.
    pub initial: String,
    pub avatar: Option<Avatar>,
    /// Whether the community leaves out the pictures of their server.
    pub without_pictures: bool,
}

impl From<&account::Model> for Author {
    fn from(account: &account::Model) -> Self {
        let display_name = account.shown_name();
        Self {
            name: account.name.clone(),
            handle: format!("@{}", account.name),
            url: format!("/@{}", account.name),
            initial: web::initial(&display_name),
            avatar: Avatar::of(account),
            display_name,
            home: None,
            without_pictures: false,
        }
    }
}

impl Author {
    /// As it is called everywhere but on its own host. `there` is what another server has of it.
    fn of(mut self, host: &host::Model, there: Option<&There>) -> Self {
        self.home = Some(there.map_or_else(|| format!("{}/@{}", host.origin, self.name), |there| there.page.clone()));
        self.without_pictures = there.is_some_and(|there| there.without_pictures);
        self.handle = format!("@{}@{}", self.name, host.shown_domain());
        self.name = format!("{}@{}", self.name, host.name);
        self.url = format!("/@{}", self.name);
        self.avatar = self.avatar.filter(|_| !self.without_pictures).map(|avatar| avatar.below(&self.url));
        self
    }
}

/// The accounts as the pages of `tenant` show them, in the same order.
pub async fn authors(db: &impl ConnectionTrait, tenant: &Tenant, accounts: &[account::Model]) -> Result<Vec<Author>> {
    let elsewhere: Vec<_> = accounts.iter().map(|account| account.host_id).filter(|id| *id != tenant.host.id).collect();
    let hosts = if elsewhere.is_empty() { Vec::new() } else { tenants::hosts(db, elsewhere).await? };
    let remote: Vec<_> = accounts.iter().filter(|account| account.is_remote()).map(|account| account.id).collect();
    let there =
        if remote.is_empty() { Default::default() } else { queries::remote::there(db, tenant, &remote).await? };
    let author = |account: &account::Model| match hosts.iter().find(|host| host.id == account.host_id) {
        Some(host) => Author::from(account).of(host, there.get(&account.id)),
        None => Author::from(account),
    };
    Ok(accounts.iter().map(author).collect())
}

/// Where a guest finds somebody of another community: on the page at home, which is everybody's.
pub async fn home_for_guest(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    handle: &str,
) -> Result<Option<String>> {
    if viewer.is_some() || !handle.contains('@') {
        return Ok(None);
    }
    let db = app.db.reader();
    let account = by_handle(db, tenant, handle).await?.ok_or(Error::NotFound)?;
    let author = authors(db, tenant, &[account]).await?.remove(0);
    Ok(Some(author.home.unwrap_or(author.url)))
}

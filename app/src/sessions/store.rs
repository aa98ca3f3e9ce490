//! Keeps sessions in the database, under the hash of their id: who reads the table cannot sign in with it.

use std::{collections::HashMap, fmt, time::Duration};

use heliograph_entity::{
    session,
    values::{SignInId, TenantId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::queries;
use crate::{
    app::App,
    jobs::{Job, Outcome},
    secrets::hash_of,
};

/// How long somebody stays signed in after they were last there.
pub(super) const LIFE: Duration = Duration::from_secs(60 * 24 * 3600);

/// How long a session is kept in which nobody is signed in: for what a next page says, and for signing in.
const LIFE_OF_NOBODY: Duration = Duration::from_secs(24 * 3600);

/// Under this key a session says who is signed in.
pub(super) const SIGNED_IN: &str = "signed_in";

/// Who is signed in in a browser: rows of `sign_ins`, without which it means nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SignedIn {
    pub(super) tenant_id: TenantId,
    /// Whoever acts.
    pub(super) chosen: SignInId,
    /// In the order in which they signed in, the chosen one among them.
    pub(super) all: Vec<SignInId>,
}

/// The sessions of one community: those of others are not found, so that nobody can use, keep or end them from there.
#[derive(Clone)]
pub(super) struct Store {
    pub(super) app: App,
    /// `None` until the hub is set up.
    pub(super) tenant: Option<TenantId>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// The community of a session is that of its host from the first request on; that of a set-up, the one it made.
    fn whose(&self, record: &Record) -> Option<TenantId> {
        let value = record.data.get(SIGNED_IN).cloned();
        let signed_in = value.and_then(|value| serde_json::from_value::<SignedIn>(value).ok());
        signed_in.map(|whose| whose.tenant_id).or(self.tenant)
    }
}

#[async_trait::async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (now, app) = (self.app.clock.now(), &self.app);
        let tenant_id = self.whose(record);
        loop {
            let row = session::Model {
                id_hash: hash_of(&record.id.to_string()),
                tenant_id,
                data: encode(record)?,
                created_at: now,
                expires_at: now.plus(life(record)),
            };
            let tx = app.db.write_tx().await.map_err(backend)?;
            let free = queries::insert(&tx, row).await.map_err(backend)?;
            tx.commit().await.map_err(backend)?;
            if free {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let tenant_id = self.whose(record);
        let change = session::ActiveModel {
            tenant_id: Set(tenant_id),
            data: Set(encode(record)?),
            expires_at: Set(self.app.clock.now().plus(life(record))),
            ..Default::default()
        };
        let tx = self.app.db.write_tx().await.map_err(backend)?;
        queries::update(&tx, self.tenant, &hash_of(&record.id.to_string()), change).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found =
            queries::living(self.app.db.reader(), self.tenant, &hash_of(&id.to_string()), self.app.clock.now()).await;
        let Some(row) = found.map_err(backend)? else { return Ok(None) };

        let data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.millis() / 1000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let tx = self.app.db.write_tx().await.map_err(backend)?;
        queries::delete(&tx, self.tenant, &hash_of(&id.to_string())).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

fn life(record: &Record) -> Duration {
    if record.data.contains_key(SIGNED_IN) { LIFE } else { LIFE_OF_NOBODY }
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: sea_orm::DbErr) -> Error {
    Error::Backend(error.to_string())
}

/// Forgets sessions that have ended, and where somebody was signed in too long ago.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetExpired {}

impl Job for ForgetExpired {
    const NAME: &'static str = "sessions.forget_expired";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let now = app.clock.now();
        let tx = app.db.write_tx().await?;
        queries::forget_expired(&tx, now, now.minus(LIFE)).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

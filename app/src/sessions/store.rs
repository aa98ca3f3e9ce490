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
use crate::{app::App, secrets::hash_of};

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

#[derive(Clone)]
pub(super) struct Store(pub(super) App);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

#[async_trait::async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (now, app) = (self.0.clock.now(), &self.0);
        loop {
            let row = session::Model {
                id_hash: hash_of(&record.id.to_string()),
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
        let change = session::ActiveModel {
            data: Set(encode(record)?),
            expires_at: Set(self.0.clock.now().plus(life(record))),
            ..Default::default()
        };
        let tx = self.0.db.write_tx().await.map_err(backend)?;
        queries::update(&tx, &hash_of(&record.id.to_string()), change).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = queries::living(self.0.db.reader(), hash_of(&id.to_string()), self.0.clock.now()).await;
        let Some(row) = found.map_err(backend)? else { return Ok(None) };

        let data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.millis() / 1000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let tx = self.0.db.write_tx().await.map_err(backend)?;
        queries::delete(&tx, hash_of(&id.to_string())).await.map_err(backend)?;
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

//! What every part of the hub is handed: the database, the storage, the clock and the rest.

use std::{path::Path, sync::Arc, time::Instant};

use anyhow::Context;
use heliograph_entity::values::TenantId;
use tokio::sync::{OnceCell, Semaphore};

use crate::{
    cache::Cache,
    clock::Clock,
    config::{Config, DatabaseUrl},
    db::Db,
    federation::Signers,
    http::Http,
    ids::Ids,
    mail::Mail,
    programs::Programs,
    rng::Rng,
    secrets::SecretKey,
    storage::{self, Storage},
    together::Together,
    turns::Turns,
};

#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub cache: Cache,
    pub ids: Ids,
    pub storage: Storage,
    pub mail: Mail,
    pub http: Http,
    pub programs: Programs,
    pub clock: Clock,
    pub rng: Rng,
    pub secrets: SecretKey,
    pub config: Config,
    pub signers: Signers,
    pub together: Together,
    /// The community whose host the hub's console lives on, once it is known.
    pub operator_home: OnceCell<TenantId>,
    /// Megapixels that may be held decoded at the same time.
    pub pixel_budget: Semaphore,
    /// Workers that one server may keep busy at the same time.
    pub turns: Turns,
    /// Keys of people who are not known yet that one server is asked for at the same time.
    pub asking: Turns,
    /// Videos of other servers that may be on their way here at the same time.
    pub video_fetches: Arc<Semaphore>,
    /// Those of one server.
    pub video_turns: Turns,
}

/// 128 megapixels, 512 MB at four bytes each: one picture of the largest size, or ten of a phone's.
pub const PIXEL_BUDGET: usize = 128;
const VIDEO_FETCHES: usize = 6;
const VIDEOS_OF_A_SERVER: usize = 2;
const WORKERS_FOR_A_SERVER: usize = 6;
const KEYS_OF_A_SERVER: usize = 8;

impl App {
    /// Opens everything that `config` names, making and migrating what is not there yet.
    /// An error is a sentence to the operator.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let began = Instant::now();
        let rng = Rng;
        let data = &config.data_dir;
        prepare_folder(data)?;

        let secrets = match &config.secret_key {
            Some(secret) => SecretKey::new(secret.0.as_bytes()),
            None => {
                let path = data.join("secret.key");
                SecretKey::from_file(&path, rng)
                    .with_context(|| format!("The key file {} can't be read or made", path.display()))?
            }
        };

        let url = config.database_url.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(data.join("heliograph.db")));
        let db = Db::connect(&url).await.context("The database can't be opened")?;
        db.migrate(&data.join("migrate.lock")).await?;
        let ids = Ids::lease(&db, clock.clone(), rng).await?;

        let storage = Storage::open(&config)?;
        storage.prepare().await?;
        let mail = Mail::open(&config)?;
        let http = Http::open(&config)?;
        let programs = Programs::find(&config.programs);
        tracing::info!(milliseconds = began.elapsed().as_millis(), "opened the database and the storage");

        let operator_home = OnceCell::new();
        let pixel_budget = Semaphore::new(PIXEL_BUDGET);
        let (cache, signers) = (Cache::default(), Signers::default());
        let shared = Parts {
            db,
            cache,
            ids,
            storage,
            mail,
            http,
            programs,
            clock,
            rng,
            secrets,
            config,
            signers,
            together: Together::default(),
            operator_home,
            pixel_budget,
            turns: Turns::new(WORKERS_FOR_A_SERVER),
            asking: Turns::new(KEYS_OF_A_SERVER),
            video_fetches: Arc::new(Semaphore::new(VIDEO_FETCHES)),
            video_turns: Turns::new(VIDEOS_OF_A_SERVER),
        };
        Ok(Self(Arc::new(shared)))
    }

    /// Gives back what was leased. The app is of no use afterwards.
    pub async fn close(self) {
        if let Err(error) = self.ids.release(&self.db).await {
            tracing::warn!(error = format!("{error:#}"), "the node number was not given back");
        }
        self.db.clone().close().await;
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Makes the folder and makes sure that it can be written to.
fn prepare_folder(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    // Its passwords and originals are nobody else's on this machine.
    storage::private_folder(folder).with_context(|| format!("The data folder {shown} can't be made"))?;
    tempfile::tempfile_in(folder).with_context(|| format!("The data folder {shown} can't be written to"))?;
    Ok(())
}

//! Videos: fetched when somebody plays them first, and kept as they came.

use std::time::Duration;

use anyhow::ensure;
use heliograph_entity::{file, item, remote_item::Part};
use sea_orm::ActiveValue::Set;
use tempfile::TempDir;
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use super::{
    super::{
        files,
        frame::{self, first_frame},
        queries,
        render::Rendered,
    },
    place::{Claim, claim, is_on_its_way, note_use},
};
use crate::{
    app::App,
    error::{Error, Result},
    federation::standing::standing,
    http::{Patience, Wanted},
    programs::Program,
    viewer::Tenant,
};

const WANTED: Wanted = Wanted {
    types: &["video/mp4", "video/webm", "video/quicktime"],
    also: &["application/octet-stream", "binary/octet-stream"],
    most: 99_000_000,
};
const FETCHED_WITHIN: Duration = Duration::from_secs(5 * 60);
/// How long whoever fetches one has to do so, its first frame included, before somebody else may.
const FETCHING: Duration = Duration::from_secs(6 * 60);

/// The item's video, fetched now if it is not here. `None` where it is still on its way.
///
/// It is fetched to its end even if nobody waits any more, since whoever presses play again wants it.
pub async fn video_from_elsewhere(app: &App, tenant: &Tenant, item: &item::Model) -> Result<Option<file::Model>> {
    let here = || queries::elsewhere::video(app.db.reader(), item.id);
    if let Some(file) = here().await? {
        note_use(app, item.id, Part::Video).await?;
        return Ok(Some(file));
    }
    match permits(app, item).await? {
        Some(permits) => start(app, tenant, item, permits).await?,
        None if is_on_its_way(app, item.id, Part::Video).await? => {}
        None => return Ok(None),
    }
    let until = tokio::time::Instant::now() + app.config.patience.play;
    loop {
        let busy = is_on_its_way(app, item.id, Part::Video).await?;
        // Asked after that, so that what has just come is found.
        match here().await? {
            Some(file) => return Ok(Some(file)),
            None if !busy => return Err(Error::NotFound),
            None if tokio::time::Instant::now() >= until => return Ok(None),
            None => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// To fetch one more of all, and of those of its server: one that is slow keeps nobody from the videos of others.
async fn permits(app: &App, item: &item::Model) -> Result<Option<[OwnedSemaphorePermit; 2]>> {
    let place = queries::elsewhere::place(app.db.reader(), item.id, Part::Video).await?.ok_or(Error::NotFound)?;
    let of_all = || app.video_fetches.clone().try_acquire_owned().ok();
    Ok(app.video_turns.try_take(&place.url).and_then(|of_server| Some([of_server, of_all()?])))
}

/// Begins to fetch it, unless somebody else does so or it was in vain a while ago.
async fn start(app: &App, tenant: &Tenant, item: &item::Model, permits: [OwnedSemaphorePermit; 2]) -> Result<()> {
    if let Some(claim) = claim(app, item.id, Part::Video, FETCHING).await? {
        let (app, tenant) = (app.clone(), tenant.clone());
        tokio::spawn(async move {
            let _permits = permits;
            if let Err(error) = fetch(&app, &tenant, claim).await {
                tracing::warn!(error = format!("{error:#}"), "that a video can't be had was not noted");
            }
        });
    }
    Ok(())
}

async fn fetch(app: &App, tenant: &Tenant, claim: Claim) -> Result<()> {
    match fetch_from(app, tenant, &claim).await {
        Ok(()) => Ok(()),
        Err(error) => claim.note_failure(app, &error).await,
    }
}

async fn fetch_from(app: &App, tenant: &Tenant, claim: &Claim) -> anyhow::Result<()> {
    let downloaded = download(app, tenant, &claim.url).await?;
    let place = queries::elsewhere::place(app.db.reader(), claim.item, Part::Picture).await?;
    // One that its server names and does not hand out is none.
    let lacking = place.as_ref().is_none_or(|place| place.tries > 0 && !place.fetching && place.used_at.is_none());
    let poster = if lacking { poster_of(app, &downloaded).await } else { None };
    let video = files::New {
        role: file::Role::Video,
        class: file::Class::Restricted,
        format: downloaded.format,
        width: 0,
        height: 0,
        bytes: downloaded.bytes,
    };
    let mut stored = files::reserve(app, None, None, vec![video]).await?;
    for file in &stored {
        app.storage.put_file(&file.key, &downloaded.folder.path().join(frame::VIDEO)).await?;
    }
    let mut seen = None;
    if let Some(poster) = poster {
        seen = Some(item::ActiveModel {
            width: Set(poster.width as i32),
            height: Set(poster.height as i32),
            tint: Set(poster.tint),
            ..Default::default()
        });
        stored.extend(files::store(app, file::Class::Restricted, None, poster.renditions).await?);
    }

    let tx = app.db.write_tx().await?;
    if let Some(seen) = seen {
        queries::elsewhere::note_shape(&tx, claim.item, seen).await?;
        queries::elsewhere::note_use(&tx, claim.item, Part::Picture, app.clock.now()).await?;
    }
    queries::keep_files(&tx, &stored, Some(claim.item)).await?;
    queries::elsewhere::note_use(&tx, claim.item, Part::Video, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

struct Downloaded {
    /// Where it lies, as [`frame::VIDEO`]. It goes with this.
    folder: TempDir,
    format: file::Format,
    bytes: u64,
}

/// What lies at `url`, if it claims to be a video and begins like one.
async fn download(app: &App, tenant: &Tenant, url: &str) -> anyhow::Result<Downloaded> {
    let url = Url::parse(url)?;
    let standing = standing(app.db.reader(), tenant, url.host_str().unwrap_or_default()).await?;
    ensure!(!standing.suspended && !standing.rejects_media, "the community takes no media of its server");
    let folder = tempfile::tempdir_in(app.storage.scratch())?;
    let path = folder.path().join(frame::VIDEO);
    let mut file = tokio::fs::File::create_new(&path).await?;
    let right = |beginning: &[u8]| frame::container(beginning).is_some();
    let patience = Patience { silence: app.config.patience.video, in_all: FETCHED_WITHIN };
    let bytes = app.http.download(&tenant.host.origin, &url, WANTED, patience, &mut file, right).await?;
    let format = frame::container_of(&path).await?;
    Ok(Downloaded { folder, format, bytes })
}

/// Its first frame, where it can be had.
async fn poster_of(app: &App, downloaded: &Downloaded) -> Option<Rendered> {
    if !app.programs.has(Program::Ffmpeg) {
        return None;
    }
    let frame = first_frame(app, downloaded.folder.path(), downloaded.format).await;
    frame.inspect_err(|error| tracing::debug!(error = format!("{error:#}"), "a video shows no first frame")).ok()
}

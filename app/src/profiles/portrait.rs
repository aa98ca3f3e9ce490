//! Somebody's two pictures: the avatar that stands beside everything they do, and the header of their profile.

use heliograph_entity::{
    account, file, portrait,
    values::{AccountId, FileId},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait};

use super::{queries, tell};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    media::{self, Part, Portrait, Received},
    viewer::Viewer,
    words::Message,
};

const LONGEST_ALT: usize = 200;

/// What is made of an upload, in pixels: the smaller first.
fn sizes(kind: portrait::Kind) -> [(u32, u32); 2] {
    match kind {
        portrait::Kind::Avatar => [(96, 96), (400, 400)],
        portrait::Kind::Header => [(750, 250), (1500, 500)],
    }
}

/// Shows a part of an upload as the viewer's avatar or header; without an upload, a part of the picture that is there.
/// What it replaces is deleted.
pub async fn set_portrait(
    app: &App,
    viewer: &Viewer,
    kind: portrait::Kind,
    upload: Option<Received>,
    part: Part,
    alt: &str,
) -> Result<()> {
    let alt = short_text(alt, LONGEST_ALT).map_err(|message| Error::Invalid(Problems::one("alt", message)))?;

    let (db, limits) = (app.db.reader(), viewer.tenant.limits());
    // What it replaces makes room for it.
    let freed = match queries::portrait(db, viewer.account.id, kind).await? {
        Some(old) => bytes_of(db, old.original_id).await?,
        None => 0,
    };
    let arrived = upload.as_ref().map(|received| (received.name.clone(), received.bytes));
    let full = arrived.map(|(name, bytes)| {
        let problem = Problems::one("picture", media::storage_full(limits, &name, bytes));
        (Error::Invalid(problem), viewer.account.bytes_used - freed + bytes as i64 > limits.member_bytes())
    });
    let full = match full {
        Some((full, true)) => return Err(full),
        full => full.map(|(full, _)| full),
    };

    let made = match upload {
        Some(received) => match media::portray(app, viewer.tenant.id, received, part, sizes(kind)).await? {
            Ok(made) => made,
            Err(message) => return Err(Error::Invalid(Problems::one("picture", message))),
        },
        None => {
            let old = queries::portrait(app.db.reader(), viewer.account.id, kind).await?;
            let old =
                old.ok_or_else(|| Error::Invalid(Problems::one("picture", Message::new("problem-no-picture"))))?;
            if part == part_of(&old) {
                return describe(app, viewer, kind, &alt).await;
            }
            let original = media::kept(app.db.reader(), &[old.original_id]).await?.pop().ok_or(Error::NotFound)?;
            media::portray_again(app, &original, part, sizes(kind)).await?
        }
    };

    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [viewer.account.id]).await?;
    let old = queries::take_portrait(&tx, viewer.account.id, kind).await?;
    let again = made.original.state == file::State::Kept;
    if again && !old.contains(&made.original.id) {
        // Removed or replaced from another window while this was made.
        return Err(Error::NotFound);
    }
    if let Some(full) = full {
        free(&tx, viewer.account.id, &old).await?;
        if !accounts::use_bytes(&tx, viewer.account.id, made.original.bytes, limits.member_bytes()).await? {
            return Err(full);
        }
    }
    media::keep_portrait(&tx, &made).await?;
    media::let_go(app, &tx, old.into_iter().filter(|file| *file != made.original.id)).await?;
    let row = portrait::Model {
        id: app.ids.mint(),
        tenant_id: viewer.tenant.id,
        account_id: viewer.account.id,
        kind,
        alt: alt.clone(),
        crop_x: part.x(),
        crop_y: part.y(),
        crop_size: part.size(),
        tint: made.tint.clone(),
        original_id: made.original.id,
        small_id: made.small.id,
        large_id: made.large.id,
    };
    queries::insert_portrait(&tx, row).await?;
    note_on_account(&tx, viewer, kind, Some(&made), &alt).await?;
    tell(app, &tx, viewer.tenant.id, viewer.account.id).await?;
    Ok(tx.commit().await?)
}

async fn describe(app: &App, viewer: &Viewer, kind: portrait::Kind, alt: &str) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::describe_portrait(&tx, viewer.account.id, kind, alt).await?;
    if kind == portrait::Kind::Avatar {
        let change = account::ActiveModel { avatar_alt: Set(alt.to_owned()), ..Default::default() };
        accounts::change(&tx, viewer.account.id, change).await?;
    }
    tell(app, &tx, viewer.tenant.id, viewer.account.id).await?;
    Ok(tx.commit().await?)
}

/// Takes the picture away. Without one there is nothing to do.
pub async fn remove_portrait(app: &App, viewer: &Viewer, kind: portrait::Kind) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [viewer.account.id]).await?;
    let old = queries::take_portrait(&tx, viewer.account.id, kind).await?;
    free(&tx, viewer.account.id, &old).await?;
    media::let_go(app, &tx, old).await?;
    note_on_account(&tx, viewer, kind, None, "").await?;
    tell(app, &tx, viewer.tenant.id, viewer.account.id).await?;
    Ok(tx.commit().await?)
}

/// Counts the original among the files of a portrait, the first of them, out of what its owner keeps.
pub(super) async fn free(tx: &Tx, account: AccountId, files: &[FileId]) -> Result<()> {
    let Some(original) = files.first() else { return Ok(()) };
    Ok(accounts::free_bytes(tx, account, bytes_of(tx, *original).await?).await?)
}

async fn bytes_of(db: &impl ConnectionTrait, original: FileId) -> Result<i64> {
    Ok(media::kept(db, &[original]).await?.first().map_or(0, |file| file.bytes))
}

/// The account itself says where its avatar is, as every list of posts needs it.
async fn note_on_account(
    tx: &Tx,
    viewer: &Viewer,
    kind: portrait::Kind,
    made: Option<&Portrait>,
    alt: &str,
) -> Result<()> {
    if kind == portrait::Kind::Header {
        return Ok(());
    }
    let name = |file: &file::Model| media::web::name(file).to_owned();
    let change = account::ActiveModel {
        avatar_small: Set(made.map(|made| name(&made.small))),
        avatar_large: Set(made.map(|made| name(&made.large))),
        avatar_alt: Set(alt.to_owned()),
        ..Default::default()
    };
    accounts::change(tx, viewer.account.id, change).await
}

pub(super) fn part_of(portrait: &portrait::Model) -> Part {
    Part::new(portrait.crop_x, portrait.crop_y, portrait.crop_size)
}

//! Somebody's two pictures: the avatar that stands beside everything they do, and the header of their profile.

use heliograph_entity::{account, file, portrait};
use sea_orm::ActiveValue::Set;

use super::queries;
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
    Ok(tx.commit().await?)
}

async fn describe(app: &App, viewer: &Viewer, kind: portrait::Kind, alt: &str) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::describe_portrait(&tx, viewer.account.id, kind, alt).await?;
    if kind == portrait::Kind::Avatar {
        let change = account::ActiveModel { avatar_alt: Set(alt.to_owned()), ..Default::default() };
        accounts::change(&tx, viewer.account.id, change).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes the picture away. Without one there is nothing to do.
pub async fn remove_portrait(app: &App, viewer: &Viewer, kind: portrait::Kind) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [viewer.account.id]).await?;
    let old = queries::take_portrait(&tx, viewer.account.id, kind).await?;
    media::let_go(app, &tx, old).await?;
    note_on_account(&tx, viewer, kind, None, "").await?;
    Ok(tx.commit().await?)
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

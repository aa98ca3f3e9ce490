//! What other servers say of the posts of their people.

use heliograph_entity::account;
use serde_json::Value;

use super::{
    super::{MOST_PINNED_ELSEWHERE, delete, queries},
    fetch::{Asked, fetch_post},
    keep::{keep, revise},
};
use crate::{
    accounts::{self, Signer},
    app::App,
    comments,
    error::{Error, Result},
    federation::{
        notes::{self, Note},
        reading::{id_of, same_server},
    },
    viewer::Tenant,
};

/// Somebody has published something, or so an activity says.
pub async fn published(app: &App, tenant: &Tenant, by: &account::Model, activity: &Value) -> Result<()> {
    let object = &activity["object"];
    let author = signer(app, by).await?;
    match told(&author, object, activity) {
        Some(note) => keep(app, tenant, &author, note, Asked::No).await.map(drop),
        // R14: what is not its own to tell is asked for where it is.
        None => refetch(app, tenant, object, Asked::No).await,
    }
}

/// Somebody has changed something that they had published.
pub async fn revised(app: &App, tenant: &Tenant, by: &account::Model, activity: &Value) -> Result<()> {
    let object = &activity["object"];
    let author = signer(app, by).await?;
    let Some(note) = told(&author, object, activity) else {
        // Without its words, or by somebody else: its server knows.
        let known = queries::elsewhere::by_uri(app.db.reader(), id_of(object).unwrap_or_default()).await?;
        return if known.is_some() { refetch(app, tenant, object, Asked::No).await } else { Ok(()) };
    };
    match queries::elsewhere::by_uri(app.db.reader(), &note.uri).await? {
        // R17: by its author alone.
        Some((post, _)) if post.account_id == author.account.id => revise(app, tenant, &author, note).await,
        Some(_) => Err(Error::Forbidden),
        None => keep(app, tenant, &author, note, Asked::No).await.map(drop),
    }
}

/// R24: somebody hands on what another one has published or changed. Their word is nothing; its own server is asked.
pub async fn handed_on(app: &App, tenant: &Tenant, object: &Value) -> Result<()> {
    refetch(app, tenant, object, Asked::No).await
}

/// Somebody's profile begins with something of theirs from now on, or no longer does. R19: what it is, its server says.
pub async fn pinned(app: &App, tenant: &Tenant, by: &account::Model, activity: &Value, stays: bool) -> Result<()> {
    let (author, object) = (signer(app, by).await?, &activity["object"]);
    let uri = id_of(object).filter(|uri| same_server(uri, &author.actor.uri)).ok_or(Error::NotFound)?;
    if author.actor.featured.is_empty() || id_of(&activity["target"]) != Some(&author.actor.featured) {
        return Err(Error::Forbidden);
    }
    if stays && queries::elsewhere::by_uri(app.db.reader(), uri).await?.is_none() {
        refetch(app, tenant, object, Asked::No).await?;
    }
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [by.id]).await?;
    let known = queries::elsewhere::by_uri(&tx, uri).await?;
    let known = known.filter(|(post, _)| post.account_id == by.id && post.root_id.is_none());
    let Some((post, _)) = known else { return Err(Error::NotFound) };
    let pinned = queries::pinned_ids(&tx, by.id).await?;
    if stays != pinned.contains(&post.id) && (!stays || pinned.len() < MOST_PINNED_ELSEWHERE as usize) {
        queries::set_pinned(&tx, post.id, stays.then(|| app.clock.now())).await?;
    }
    Ok(tx.commit().await?)
}

/// R18: somebody has deleted something of theirs. What comes later under that id is not kept.
pub async fn removed(app: &App, by: &account::Model, object: &Value) -> Result<()> {
    let author = signer(app, by).await?;
    let uri = id_of(object).ok_or(Error::NotFound)?;
    if !same_server(uri, &author.actor.uri) {
        return Err(Error::Forbidden);
    }
    match queries::elsewhere::by_uri(app.db.reader(), uri).await? {
        Some((post, _)) if post.account_id == by.id => match post.root_id {
            Some(_) => comments::remove(app, by, post.id).await,
            None => delete(app, &post).await,
        },
        Some(_) => Err(Error::Forbidden),
        None => {
            let tx = app.db.write_tx().await?;
            queries::elsewhere::bury_unseen(&tx, app.ids.mint(), by.id, uri, app.clock.now()).await?;
            Ok(tx.commit().await?)
        }
    }
}

async fn signer(app: &App, account: &account::Model) -> Result<Signer> {
    let actor = accounts::actor_of(app.db.reader(), account.id).await?.ok_or(Error::NotFound)?;
    Ok(Signer { account: account.clone(), actor })
}

/// R14: what is told whole, and by its author.
pub(super) fn told(author: &Signer, object: &Value, activity: &Value) -> Option<Note> {
    let uri = id_of(object).filter(|_| object.is_object())?;
    let note = notes::read(object, uri, activity).ok()?;
    (note.author == author.actor.uri && same_server(uri, &author.actor.uri)).then_some(note)
}

async fn refetch(app: &App, tenant: &Tenant, object: &Value, asked: Asked) -> Result<()> {
    let uri = id_of(object).ok_or(Error::NotFound)?;
    match fetch_post(app, tenant, uri, asked).await {
        Ok(_) => Ok(()),
        Err(error) if error.may_pass() => Err(Error::Internal(anyhow::Error::new(error))),
        Err(error) => {
            tracing::debug!(%error, uri, "what others tell of is not there");
            Ok(())
        }
    }
}

//! Keeping what another server has shown, and what has become of it.

use std::collections::HashSet;

use heliograph_entity::{
    account, item, post, remote_post,
    values::{AccountId, ItemId, PostId, ShownDetails, TenantId},
};

use url::Url;

use super::{
    super::{history::watch, queries},
    fetch::Asked,
    parts::{
        as_shown_here, caption, commenters, hashtags, html, item, mint, places, published_at, visibility, warning,
    },
};
use crate::{
    accounts::{self, Signer},
    app::App,
    comments,
    db::Tx,
    error::{Error, Result},
    federation::{
        notes::{Note, Picture, Reach},
        standing,
    },
    feed, media, relationships,
    secrets::hash_of,
    tenants,
    viewer::Tenant,
};

/// How often another id is tried where one is taken.
const TRIES: u64 = 16;

/// Keeps what somebody of another server has published, if it concerns anybody here.
pub(super) async fn keep(
    app: &App,
    tenant: &Tenant,
    author: &Signer,
    note: Note,
    asked: Asked,
) -> Result<Option<post::Model>> {
    let (db, note) = (app.db.reader(), as_shown_here(app, note));
    let addressed = accounts::members_with_ids(db, note.addressed()).await?;
    let parent = match &note.parent {
        Some(uri) => parent_at(app, tenant, author, uri).await?,
        None => None,
    };
    let answers = note.parent.is_some();
    let wanted = asked != Asked::No
        || !addressed.is_empty()
        || parent.is_some()
        || (!answers && relationships::is_followed_here(db, author.account.id).await?);
    if !wanted {
        return Ok(None);
    }
    let tx = app.db.write_tx().await?;
    let kept = insert(app, &tx, tenant, author, &note, parent.as_ref(), &addressed).await?;
    // They have met whom it concerns, through whichever community it came; whoever follows has met them before.
    let answered = accounts::by_ids(&tx, parent.iter().map(|parent| parent.account_id)).await?;
    let concerned = addressed.iter().chain(&answered).filter_map(|account| account.tenant_id);
    let met: HashSet<TenantId> = concerned.chain(Some(tenant.id).filter(|_| asked != Asked::No)).collect();
    for tenant in met {
        accounts::note_met(&tx, tenant, &author.account).await?;
    }
    // What is not kept is not counted either.
    if kept.is_some() {
        tx.commit().await?;
    }
    Ok(kept)
}

/// What is answered. It may be of another community of this hub, which decides itself whom it hears.
async fn parent_at(app: &App, tenant: &Tenant, author: &Signer, uri: &str) -> Result<Option<post::Model>> {
    let db = app.db.reader();
    let host = Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let other = tenants::by_host(db, &host).await?.filter(|other| other.id != tenant.id);
    let Some(other) = other else { return Ok(queries::elsewhere::with_uri(db, tenant, uri).await?) };
    if standing::of_host(db, &other, author.account.host_id).await?.suspended {
        return Err(Error::Forbidden);
    }
    Ok(queries::elsewhere::with_uri(db, &other, uri).await?)
}

async fn insert(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    author: &Signer,
    note: &Note,
    parent: Option<&post::Model>,
    addressed: &[account::Model],
) -> Result<Option<post::Model>> {
    let now = app.clock.now();
    let reach = note.reach(&author.actor.followers);
    // An answer for fewer people than the post is said to them alone, and stands in no thread.
    let open = [Reach::Public, Reach::Unlisted].contains(&reach);
    let place = match parent.filter(|parent| open || !parent.visibility.is_for_everybody()) {
        Some(parent) => match comments::take_place(tx, &author.account, parent.id).await {
            Ok(place) => Some(place),
            Err(Error::NotFound | Error::Forbidden | Error::Gone) => return Ok(None),
            Err(error) => return Err(error),
        },
        None => None,
    };
    // Of two who tell of it at the same time, one comes after the other.
    accounts::lock(tx, [author.account.id]).await?;
    if queries::elsewhere::by_uri(tx, &note.uri).await?.is_some()
        || queries::elsewhere::is_buried(tx, &note.uri).await?
    {
        return Ok(None);
    }
    let published_at = published_at(note, now);
    let id = free_id(app, tx, note).await?;
    let post = post::Model {
        id,
        kind: if place.is_some() { post::Kind::Comment } else { post::Kind::Post },
        parent_id: place.as_ref().map(|place| place.parent_id),
        root_id: place.as_ref().map(|place| place.root_id),
        branch_id: place.as_ref().map(|place| place.branch(id)),
        tenant_id: None,
        account_id: author.account.id,
        visibility: place.as_ref().map_or(visibility(reach), |place| place.visibility),
        title: note.title.clone(),
        caption: caption(note),
        warning: warning(note),
        language: note.language.clone(),
        commenters: commenters(note),
        // What its server tells is there for everybody.
        details: ShownDetails::ALL.codes(),
        downloadable: false,
        published_at,
        edited_at: note.updated.filter(|updated| *updated > published_at).map(|updated| updated.min(now)),
        deleted_at: None,
        archived_at: None,
        pinned_at: None,
        version: 0,
        comments_count: 0,
        likes_count: 0,
        boosts_count: 0,
    };
    let place = remote_post::Model {
        post_id: post.id,
        uri: note.uri.clone(),
        url: note.url.clone(),
        html: html(note),
        updated_at: note.updated.unwrap_or(published_at),
        thread_at: None,
        thread_told_at: None,
    };
    queries::insert_post(tx, post.clone()).await?;
    queries::elsewhere::insert_place(tx, place).await?;
    if reach == Reach::Addressed {
        let people: Vec<AccountId> = addressed.iter().map(|account| account.id).collect();
        queries::set_named(tx, post.id, &people).await?;
    }
    add_items(app, tx, tenant, post.account_id, post.id, note.pictures.iter().enumerate()).await?;
    queries::replace_tags(tx, post.id, None, &hashtags(note)).await?;
    if post.root_id.is_none() {
        accounts::count_posts(tx, post.account_id, 1).await?;
        feed::add(app, tx, &post).await?;
    }
    Ok(Some(post))
}

async fn free_id(app: &App, tx: &Tx, note: &Note) -> Result<PostId> {
    let now = app.clock.now();
    // Nobody can tell which it will be, and take it for another one.
    let secret = hash_of(&app.secrets.token("the id of a post of another server", &note.uri));
    let seed = u64::from_str_radix(&secret[..15], 16).unwrap_or_default();
    for turn in 0..TRIES {
        // Where many are taken, any will do.
        let spread = if turn < TRIES / 2 { seed.wrapping_add(turn * 7919) } else { app.rng.number().unsigned_abs() };
        let id = mint(app, published_at(note, now), now, spread);
        if !queries::elsewhere::is_taken(tx, id).await? {
            return Ok(id);
        }
    }
    Err(Error::Internal(anyhow::anyhow!("no id is free at the time of {}", note.uri)))
}

async fn add_items<'a>(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    author: AccountId,
    post: PostId,
    pictures: impl Iterator<Item = (usize, &'a Picture)>,
) -> Result<()> {
    for (position, picture) in pictures {
        let item = item(app, author, post, position, picture);
        media::insert_elsewhere(app, tx, tenant.id, item, &places(picture), picture.size.is_some()).await?;
    }
    Ok(())
}

/// R17: what it is now takes the place of what it was, unless that is older. It reaches no more people than before.
pub(super) async fn revise(app: &App, tenant: &Tenant, author: &Signer, note: Note) -> Result<()> {
    let (now, note) = (app.clock.now(), as_shown_here(app, note));
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [author.account.id]).await?;
    let Some((post, place)) = queries::elsewhere::by_uri(&tx, &note.uri).await? else { return Ok(()) };
    // What has never been changed does not say when: a note without a time is the first version.
    let updated_at = note.updated.unwrap_or(post.published_at);
    if updated_at < place.updated_at || post.deleted_at.is_some() {
        return Ok(());
    }
    let visibility = narrower(post.visibility, visibility(note.reach(&author.actor.followers)));
    let edited = (updated_at > place.updated_at).then(|| updated_at.min(now));
    let revised = post::Model {
        visibility,
        title: note.title.clone(),
        caption: caption(&note),
        warning: warning(&note),
        language: note.language.clone(),
        commenters: commenters(&note),
        details: ShownDetails::ALL.codes(),
        edited_at: edited.or(post.edited_at),
        ..post.clone()
    };
    // Of a comment, only what it says now is kept.
    let posts: &[post::Model] = if post.root_id.is_none() { std::slice::from_ref(&post) } else { &[] };
    let watched = watch(&tx, posts).await?;
    queries::elsewhere::revise(&tx, &revised).await?;
    queries::elsewhere::set_words(&tx, post.id, &note.url, &html(&note), updated_at).await?;
    settle_items(app, &tx, tenant, post.account_id, post.id, &note).await?;
    queries::replace_tags(&tx, post.id, None, &hashtags(&note)).await?;
    watched.keep(app, &tx).await?;
    Ok(tx.commit().await?)
}

/// Those that are there still stay what they are, with the words they have now.
async fn settle_items(app: &App, tx: &Tx, tenant: &Tenant, author: AccountId, post: PostId, note: &Note) -> Result<()> {
    let mut old: Vec<(item::Model, media::Places)> = media::elsewhere_of(tx, post).await?;
    let mut new = Vec::new();
    for (position, picture) in note.pictures.iter().enumerate() {
        let at = places(picture);
        match old.iter().position(|(_, known)| *known == at) {
            Some(at) => {
                let (known, _) = old.swap_remove(at);
                let position = position as i32;
                let (title, alt, details) = (picture.title.clone(), picture.alt.clone(), picture.details.to_json());
                let duration = picture.video.as_ref().and_then(|video| video.duration);
                let said = item::Model { position, title, alt, details, duration, licence: picture.licence, ..known };
                media::reword(tx, said).await?;
            }
            None => new.push((position, picture)),
        }
    }
    let gone: Vec<ItemId> = old.into_iter().map(|(item, _)| item.id).collect();
    media::doom_files(app, tx, &gone).await?;
    media::delete_items(tx, &gone).await?;
    add_items(app, tx, tenant, author, post, new.into_iter()).await
}

/// Of two audiences the smaller one.
fn narrower(one: post::Visibility, other: post::Visibility) -> post::Visibility {
    let size = |visibility| match visibility {
        post::Visibility::Public => 3,
        post::Visibility::Unlisted => 2,
        post::Visibility::Followers => 1,
        post::Visibility::Named => 0,
    };
    if size(other) < size(one) { other } else { one }
}

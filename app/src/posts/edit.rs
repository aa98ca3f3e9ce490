//! Changing what is published: its words, its photos and their order, its licences, its audience.

use heliograph_entity::{
    item,
    post::{self, Visibility},
    values::ItemId,
};

use super::{PostWords, audience, history, people_in, queries};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    media,
    viewer::Viewer,
    words::Message,
};

/// Writes the new words over the old, takes out the photos in `removed`, and gives the post its new audience. The items
/// of `words` stand in their order, and those among them that wait to be added are; what they don't name comes after
/// them. All of it becomes so at once; what stood there before is kept in the post's history. Without a change of words
/// or photos nothing is marked as edited.
pub async fn edit(app: &App, viewer: &Viewer, post: &post::Model, words: &PostWords, removed: &[ItemId]) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let adding = queries::lock_adding_draft(&tx, post.id).await?;
    let Some(author) = accounts::lock(&tx, [post.account_id]).await?.pop() else { return Err(Error::Gone) };
    let post = queries::lock_post(&tx, post.id).await?.filter(|post| post.deleted_at.is_none()).ok_or(Error::Gone)?;
    let watched = history::watch(&tx, std::slice::from_ref(&post)).await?;

    let standing = media::items_of_posts(&tx, [post.id]).await?;
    let waiting = match &adding {
        Some(draft) => media::items_of_draft(&tx, draft.id).await?,
        None => Vec::new(),
    };
    let named = |item: &&item::Model| words.items.iter().any(|named| named.id == item.id);
    let joining: Vec<&item::Model> = waiting.iter().filter(named).filter(|item| !removed.contains(&item.id)).collect();
    let staying: Vec<ItemId> = standing.iter().map(|item| item.id).filter(|id| !removed.contains(id)).collect();
    let order = in_order(words, &staying, &joining);
    may_be(viewer, words, &joining, &standing, &order)?;

    let joining: Vec<ItemId> = joining.iter().map(|item| item.id).collect();
    queries::move_items(&tx, &joining, post.id).await?;
    let gone = standing.iter().chain(&waiting).map(|item| item.id).filter(|id| removed.contains(id));
    let gone: Vec<ItemId> = gone.collect();
    if !gone.is_empty() {
        media::doom_files(app, &tx, &gone).await?;
        media::delete_items(&tx, &gone).await?;
    }
    if let Some(draft) = adding.filter(|_| waiting.iter().all(|item| !order_lacks(&order, &gone, item.id))) {
        queries::delete_drafts(&tx, &[draft.id]).await?;
    }
    queries::set_order(&tx, &order).await?;
    queries::change_words(&tx, post.id, words).await?;
    for item in words.items.iter().filter(|item| order.contains(&item.id)) {
        queries::change_item_words(&tx, post.id, item).await?;
    }

    let wanted = words.audience.unwrap_or(post.visibility);
    let people = match wanted {
        Visibility::Named => people_in(&tx, viewer, &words.named).await?,
        _ => Vec::new(),
    };
    audience::change_audience(app, &tx, &author, &post, wanted, &people).await?;
    watched.note(app, &tx).await?;
    if !joining.is_empty() {
        audience::enqueue_settling(app, &tx, &post).await?;
    }
    tx.commit().await?;
    audience::settle(app, post.id).await
}

/// Whether the item neither stands in the post now nor is gone: it goes on waiting.
fn order_lacks(order: &[ItemId], gone: &[ItemId], id: ItemId) -> bool {
    !order.contains(&id) && !gone.contains(&id)
}

fn in_order(words: &PostWords, staying: &[ItemId], joining: &[&item::Model]) -> Vec<ItemId> {
    let known = |id: &ItemId| staying.contains(id) || joining.iter().any(|item| item.id == *id);
    let mut order: Vec<ItemId> = words.items.iter().map(|item| item.id).filter(known).collect();
    let rest: Vec<ItemId> = staying.iter().filter(|id| !order.contains(id)).copied().collect();
    order.extend(rest);
    order
}

/// A post says something, has no more photos than it may (or had), and only such as are ready to be seen.
fn may_be(
    viewer: &Viewer,
    words: &PostWords,
    joining: &[&item::Model],
    standing: &[item::Model],
    order: &[ItemId],
) -> Result<()> {
    let mut problems = Problems::default();
    if order.is_empty() && words.caption.is_empty() {
        problems.add("photos", Message::new("problem-nothing-left"));
    }
    let most = viewer.tenant.limits().photos_per_post as usize;
    if order.len() > most.max(standing.len()) {
        problems
            .add("photos", Message::new("problem-photos-together").count("limit", most).count("number", order.len()));
    }
    for item in joining.iter().filter(|item| item.state != item::State::Ready) {
        let id = match item.state {
            item::State::Refused => "problem-photo-broken",
            _ => "problem-photo-processing",
        };
        problems.add("photos", Message::new(id).with("file", &item.file_name));
    }
    problems.into_result()
}

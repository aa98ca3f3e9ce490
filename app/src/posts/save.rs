//! Keeping what is written, as it is written. Two windows that show the same draft don't write over each other silently.

use heliograph_entity::{
    draft, item,
    values::{ItemId, Timestamp},
};

use super::{PostWords, queries};
use crate::{app::App, error::Result, media};

#[derive(Debug, PartialEq)]
pub enum Saved {
    /// Kept; whoever saves next has seen this moment.
    At(Timestamp),
    /// Another window has saved something else since, at this moment. Nothing is changed.
    Elsewhere(Timestamp),
}

/// Keeps what was written so far, and the order in which the items of `words` stand. Items it does not name come after
/// them, with the draft's licence where they had no other. `publish_at` is a time that was typed and not yet chosen.
/// `seen` is when the draft was saved last, as far as its author knows; `None` writes over whatever there is.
pub async fn save(
    app: &App,
    draft: &draft::Model,
    words: &PostWords,
    publish_at: Option<Timestamp>,
    seen: Option<Timestamp>,
) -> Result<Saved> {
    let tx = app.db.write_tx().await?;
    let now = queries::lock_draft(&tx, draft.id).await?.unwrap_or_else(|| draft.clone());
    let items = media::items_of_draft(&tx, draft.id).await?;
    if seen.is_some_and(|seen| seen != now.updated_at) {
        return Ok(if now.publish_at == publish_at && says_the_same(&now, &items, words) {
            Saved::At(now.updated_at)
        } else {
            Saved::Elsewhere(now.updated_at)
        });
    }

    let before: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let mut order: Vec<ItemId> = words.items.iter().map(|item| item.id).filter(|id| before.contains(id)).collect();
    order.extend(before.iter().filter(|id| !words.items.iter().any(|item| item.id == **id)));
    if order != before {
        queries::set_order(&tx, &order).await?;
    }
    // No two moments are the same, however fast somebody types.
    let at = Timestamp(app.clock.now().0.max(now.updated_at.0 + 1));
    queries::save_draft(&tx, draft.id, words, publish_at, at).await?;
    queries::relicense_items(&tx, draft.id, now.licence, words.licence).await?;
    for item in &words.items {
        queries::save_draft_item(&tx, draft.id, item).await?;
    }
    tx.commit().await?;
    Ok(Saved::At(at))
}

/// Whether saving would change nothing.
fn says_the_same(draft: &draft::Model, items: &[item::Model], words: &PostWords) -> bool {
    let of_post = (&draft.title, &draft.caption, &draft.warning, &draft.named, draft.licence, draft.downloadable)
        == (&words.title, &words.caption, &words.warning, &words.named, words.licence, words.downloadable);
    let chosen = words.audience.is_none_or(|audience| audience == draft.visibility)
        && words.commenters.is_none_or(|commenters| commenters == draft.commenters)
        && words.details.is_none_or(|details| details.codes() == draft.details);
    let of_items = items.len() == words.items.len()
        && items.iter().zip(&words.items).all(|(item, words)| {
            (item.id, &item.title, &item.alt, &item.caption, item.licence)
                == (words.id, &words.title, &words.alt, &words.caption, words.licence)
        });
    of_post && chosen && of_items
}

//! What a change of many posts would change, and what of it nobody can take back.

use heliograph_entity::{post::Visibility, values::Licence};

use super::{Change, Selection, queries};
use crate::{app::App, error::Result, posts::can_be_recalled, viewer::Viewer};

pub struct Preview {
    /// How many posts are meant.
    pub posts: u64,
    /// In how many of them something changes.
    pub changing: u64,
    /// What it is now: how many photos under which licence, or how many posts for whom.
    pub licences: Vec<(Licence, i64)>,
    pub audiences: Vec<(Visibility, i64)>,
    /// How many of the posts have each of the hashtags.
    pub tagged: Vec<(String, u64)>,
    /// Photos that may go on being used under a licence which they lose.
    pub granted: i64,
    /// The new licence can't be taken back.
    pub grants: bool,
    /// Posts whose pictures are taken away from some who see them now.
    pub narrowed: i64,
}

/// Whom an audience has in it that the next narrower one has not: everybody, or followers.
fn reach(audience: Visibility) -> u8 {
    match audience {
        Visibility::Public | Visibility::Unlisted => 2,
        Visibility::Followers => 1,
        Visibility::Named => 0,
    }
}

/// What the change would do now.
pub async fn preview(app: &App, viewer: &Viewer, selection: &Selection, change: &Change) -> Result<Preview> {
    super::refuse_what_may_not_be(viewer, change)?;
    let (db, me) = (app.db.reader(), viewer.account.id);
    let posts = queries::count_selected(db, me, selection, change).await?;
    let mut found = Preview {
        posts,
        changing: posts,
        licences: Vec::new(),
        audiences: Vec::new(),
        tagged: Vec::new(),
        granted: 0,
        grants: false,
        narrowed: 0,
    };
    match change {
        Change::Licence { to, .. } => {
            let of = change.licence_before();
            let lost = |licence: Licence| licence != *to && of.is_none_or(|of| licence == of);
            found.licences = queries::licences_in(db, me, selection, change).await?;
            found.licences.retain(|(licence, _)| lost(*licence));
            found.licences.sort_by_key(|(licence, _)| Licence::ALL.iter().position(|known| known == licence));
            found.granted =
                found.licences.iter().filter(|(had, _)| !can_be_recalled(*had)).map(|(_, photos)| photos).sum();
            found.grants = !can_be_recalled(*to);
            found.changing = queries::count_relicensed(db, me, selection, change).await?;
        }
        Change::AddTags { .. } | Change::RemoveTags { .. } => {
            for tag in change.tags() {
                let count = queries::count_with_tag(db, me, selection, change, &tag.key).await?;
                found.tagged.push((tag.shown, count));
            }
            let most = found.tagged.iter().map(|(_, count)| *count).max().unwrap_or_default();
            let least = found.tagged.iter().map(|(_, count)| *count).min().unwrap_or_default();
            // Of several hashtags, at least as many.
            found.changing = if matches!(change, Change::AddTags { .. }) { posts - least } else { most };
        }
        Change::Audience { to, named } => {
            found.audiences = queries::audiences_in(db, me, selection, change).await?;
            for (audience, posts) in &mut found.audiences {
                match audience {
                    Visibility::Named if audience == to => {
                        *posts -= queries::count_named(db, me, selection, change, named).await? as i64;
                    }
                    audience if audience == to => *posts = 0,
                    _ => {}
                }
            }
            found.audiences.retain(|(_, posts)| *posts > 0);
            found.changing = found.audiences.iter().map(|(_, posts)| *posts as u64).sum();
            let narrower = |had: &Visibility| reach(*had) > reach(*to);
            found.narrowed = found.audiences.iter().filter(|(had, _)| narrower(had)).map(|(_, posts)| posts).sum();
        }
        Change::Archive => found.narrowed = posts as i64,
    }
    Ok(found)
}

//! Changing what a profile says.

use heliograph_entity::account;
use sea_orm::ActiveValue::Set;

use super::{CheckLink, ProfileWords, links::next_look, queries, tell};
use crate::{accounts, app::App, error::Result, jobs, viewer::Viewer};

/// Writes the new words over the old. Links that were not there before are looked at soon; those that stay keep their mark.
pub async fn edit(app: &App, viewer: &Viewer, words: &ProfileWords) -> Result<()> {
    let (tenant, account) = (viewer.tenant.id, viewer.account.id);
    let change = account::ActiveModel {
        display_name: Set(words.display_name.clone()),
        pronouns: Set(words.pronouns.clone()),
        bio: Set(words.bio.clone()),
        website: Set(words.website.clone()),
        ..Default::default()
    };
    let links = words.links();

    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [account]).await?;
    accounts::change(&tx, account, change).await?;
    queries::replace_fields(&tx, account, &words.fields).await?;
    queries::forget_links_but(&tx, account, &links).await?;
    for url in links {
        let id = app.ids.mint();
        if queries::insert_link(&tx, id, tenant, account, url, next_look(app.clock.now())).await? {
            jobs::enqueue(app, &tx, Some(tenant), &CheckLink { link_id: id }).await?;
        }
    }
    tell(app, &tx, tenant, account).await?;
    Ok(tx.commit().await?)
}

//! Following a hashtag brings what the community publishes with it to one's home page.

use super::queries;
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    markup::Hashtag,
    viewer::Viewer,
    words::Message,
};

/// Each is looked through whenever its follower reads their home page.
pub const MOST_FOLLOWED: u64 = 100;

/// The viewer follows the hashtag. Following twice changes nothing.
pub async fn follow(app: &App, viewer: &Viewer, tag: &Hashtag) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [viewer.account.id]).await?;
    let already = queries::follows(&tx, viewer.account.id, &tag.key).await?;
    if !already && queries::count_followed(&tx, viewer.account.id).await? >= MOST_FOLLOWED {
        let message = Message::new("problem-followed-hashtags").count("limit", MOST_FOLLOWED);
        return Err(Error::Invalid(Problems::one("", message)));
    }
    queries::follow(&tx, viewer.account.id, &tag.key, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

pub async fn unfollow(app: &App, viewer: &Viewer, tag: &Hashtag) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::unfollow(&tx, viewer.account.id, &tag.key).await?;
    Ok(tx.commit().await?)
}

//! A post of another server, asked for by its address.

use heliograph_entity::{account, post};
use url::Url;

use super::{
    super::queries,
    keep::{keep, revise},
};
use crate::{
    accounts::{self, NotFound},
    app::App,
    error::Error,
    federation::{
        fetch, notes,
        reading::{id_of, same_server},
    },
    viewer::Tenant,
};

/// Who wants a post.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// Nobody: it is kept where it concerns somebody here.
    No,
    /// Somebody here, or what somebody here sees: it is kept.
    ByUs,
}

/// The post whose id or page is at `uri`, kept as its server shows it now. `None` where it concerns nobody here.
pub async fn fetch_post(
    app: &App,
    tenant: &Tenant,
    uri: &str,
    asked: Asked,
) -> Result<Option<(account::Model, post::Model)>, NotFound> {
    let url = Url::parse(uri).map_err(|_| NotFound::Wrong("its id is no address"))?;
    let mut found = fetch(app, tenant, &url).await?;
    // A page is answered with the document itself, whose id is another: R14, it is what it says where that leads.
    let id = id_of(&found.document).unwrap_or_default().to_owned();
    if Url::parse(&id).ok().as_ref() != Some(&found.url) {
        if !same_server(&id, found.url.as_str()) {
            return Err(NotFound::Wrong("it is of another server"));
        }
        found = fetch(app, tenant, &Url::parse(&id).map_err(|_| NotFound::Wrong("its id is no address"))?).await?;
        if id_of(&found.document) != Some(id.as_str()) {
            return Err(NotFound::Wrong("its id is not where it was found"));
        }
    }
    let note = notes::read(&found.document, &id, &serde_json::Value::Null).map_err(NotFound::Wrong)?;
    let author = match accounts::by_uri(app.db.reader(), &note.author).await? {
        Some((account, actor)) => accounts::Signer { account, actor },
        None => accounts::update_remote(app, tenant, &note.author).await?,
    };
    if author.account.state != account::State::Living {
        return Err(NotFound::Wrong("its author is gone"));
    }
    let id = note.uri.clone();
    match queries::elsewhere::by_uri(app.db.reader(), &id).await.map_err(Error::from)? {
        Some((post, _)) if post.account_id != author.account.id => {
            return Err(NotFound::Wrong("its author is another one"));
        }
        Some(_) => revise(app, tenant, &author, note).await?,
        None => {
            keep(app, tenant, &author, note, asked).await?;
        }
    }
    let kept = queries::elsewhere::by_uri(app.db.reader(), &id).await.map_err(Error::from)?;
    Ok(kept.map(|(post, _)| (author.account, post)))
}

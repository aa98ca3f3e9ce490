//! A post of another server, asked for by its address.

use heliograph_entity::{account, post};
use serde_json::Value;
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
        fetch,
        notes::{self, Note},
        reading::{id_of, same_server},
    },
    viewer::Tenant,
};

/// R28: how many posts up somebody is led who looks for an answer.
const HIGHEST: usize = 8;

/// Who wants a post.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// Nobody: it is kept where it concerns somebody here.
    No,
    /// Somebody here, or what somebody here sees: it is kept.
    ByUs,
    /// Somebody here, who wants to see what it answers as well.
    InItsPlace,
}

/// What was found of a post.
pub(super) struct Told {
    pub note: Note,
    /// What its server says of the answers to it: a list, or where that is.
    pub answers: Value,
}

/// The post whose id or page is at `uri`, kept as its server shows it now. `None` where it concerns nobody here.
pub async fn fetch_post(
    app: &App,
    tenant: &Tenant,
    uri: &str,
    asked: Asked,
) -> Result<Option<(account::Model, post::Model)>, NotFound> {
    let told = ask(app, tenant, uri).await?;
    if asked == Asked::InItsPlace {
        climb(app, tenant, told.note.parent.clone()).await?;
    }
    store(app, tenant, told.note, asked).await
}

/// What the server of a post says of it.
pub(super) async fn ask(app: &App, tenant: &Tenant, uri: &str) -> Result<Told, NotFound> {
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
    let note = notes::read(&found.document, &id, &Value::Null).map_err(NotFound::Wrong)?;
    Ok(Told { note, answers: found.document["replies"].take() })
}

/// Keeps what a post answers, and what that answers, the highest first, so that each finds its place below the other.
async fn climb(app: &App, tenant: &Tenant, mut parent: Option<String>) -> Result<(), NotFound> {
    let mut above = Vec::new();
    while let Some(uri) = parent.take().filter(|_| above.len() < HIGHEST) {
        if queries::elsewhere::with_uri(app.db.reader(), tenant, &uri).await.map_err(Error::from)?.is_some() {
            break;
        }
        // What is not there any more leaves what answers it by itself.
        let Ok(told) = ask(app, tenant, &uri).await else { break };
        parent.clone_from(&told.note.parent);
        above.push(told.note);
    }
    for note in above.into_iter().rev() {
        if let Err(NotFound::Internal(error @ Error::Internal(_))) = store(app, tenant, note, Asked::ByUs).await {
            return Err(error.into());
        }
    }
    Ok(())
}

/// Keeps a post as its server has just told it.
pub(super) async fn store(
    app: &App,
    tenant: &Tenant,
    note: Note,
    asked: Asked,
) -> Result<Option<(account::Model, post::Model)>, NotFound> {
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

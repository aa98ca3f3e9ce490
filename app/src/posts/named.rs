//! The people whom somebody names as those who may see a post.

use std::collections::BTreeMap;

use heliograph_entity::{
    account,
    values::{AccountId, PostId, TenantId},
};
use sea_orm::ConnectionTrait;

use super::queries;
use crate::{
    accounts,
    error::{Error, Problems, Result},
    viewer::Viewer,
    words::Message,
};

/// How many people an author may name for one post.
const MOST_NAMED: usize = 100;

/// The members whom the viewer names, as in `@ana, @tom`. Whoever isn't known here is a problem that names them.
pub async fn people_in(db: &impl ConnectionTrait, viewer: &Viewer, named: &str) -> Result<Vec<AccountId>> {
    let names = names_in(named);
    let problem = |message| Err(Error::Invalid(Problems::one("named", message)));
    if names.is_empty() {
        return problem(Message::new("problem-named-missing"));
    }
    if names.len() > MOST_NAMED {
        return problem(Message::new("problem-named-many").count("limit", MOST_NAMED).count("named", names.len()));
    }
    if let Some(own) = names.get(&viewer.account.name_key) {
        return problem(Message::new("problem-named-yourself").with("name", own));
    }
    let known = accounts::members_named(db, viewer.tenant.id, names.keys().cloned()).await?;
    let is_known = |key: &str| known.iter().any(|account| account.name_key == key);
    let unknown: Vec<&str> = names.iter().filter(|(key, _)| !is_known(key)).map(|(_, name)| name.as_str()).collect();
    if !unknown.is_empty() {
        let message = Message::new("problem-named-unknown").count("count", unknown.len());
        return problem(message.with("names", unknown.join(", ")));
    }
    Ok(known.into_iter().map(|account| account.id).collect())
}

/// Those of the people named in a draft who are here still when it becomes a post.
pub(super) async fn still_here(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    author: &account::Model,
    named: &str,
) -> Result<Vec<AccountId>> {
    let names = names_in(named).into_keys().filter(|key| *key != author.name_key);
    let known = accounts::members_named(db, tenant, names).await?;
    Ok(known.into_iter().map(|account| account.id).take(MOST_NAMED).collect())
}

/// Whom the author of the post has named, as they would type it.
pub async fn names_for(db: &impl ConnectionTrait, post: PostId) -> Result<String> {
    names_of(db, queries::named_in(db, post).await?).await
}

/// What these people are called, as one would type it.
pub(super) async fn names_of(db: &impl ConnectionTrait, people: impl IntoIterator<Item = AccountId>) -> Result<String> {
    let people = accounts::by_ids(db, people).await?;
    let mut names: Vec<String> = people.into_iter().map(|account| format!("@{}", account.name)).collect();
    names.sort_unstable();
    Ok(names.join(", "))
}

/// The names in lower case, and as they were typed.
fn names_in(text: &str) -> BTreeMap<String, String> {
    let names = text.split(|c: char| c.is_whitespace() || [',', ';'].contains(&c));
    let names = names.map(|name| name.strip_prefix('@').unwrap_or(name)).filter(|name| !name.is_empty());
    names.map(|name| (name.to_ascii_lowercase(), name.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn names_are_read_as_people_type_them() {
        let found = names_in(" @Ana, tom;@TOM\n eve@elsewhere.example ,, @");
        let keys: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(keys, ["ana", "eve@elsewhere.example", "tom"]);
        assert_eq!(found["ana"], "Ana");
    }
}

//! People who are mentioned in what others write.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ConnectionTrait;

use super::queries;
use crate::{
    error::Result,
    markup::{SafeHtml, markup, mentions},
    viewer::Tenant,
};

/// What people wrote, as it is shown: with links to those of the community whom they mention. One question for all texts.
pub async fn marked_up(db: &impl ConnectionTrait, tenant: &Tenant, texts: &[&str]) -> Result<Vec<SafeHtml>> {
    let mentioned: BTreeSet<String> = texts.iter().flat_map(|text| mentions(text)).collect();
    let known = spelled(db, tenant, mentioned).await?;
    Ok(texts.iter().map(|text| markup(text, |name| known.get(name).cloned())).collect())
}

/// How those of the names, given in lower case, are spelled who are of the community.
pub async fn spelled(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    names: BTreeSet<String>,
) -> Result<HashMap<String, String>> {
    if names.is_empty() { Ok(HashMap::new()) } else { Ok(queries::names(db, tenant, names).await?) }
}

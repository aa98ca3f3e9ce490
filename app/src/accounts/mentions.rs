//! People who are mentioned in what others write.

use std::collections::BTreeSet;

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
    let known = if mentioned.is_empty() { Default::default() } else { queries::names(db, tenant, mentioned).await? };
    Ok(texts.iter().map(|text| markup(text, |name| known.get(name).cloned())).collect())
}

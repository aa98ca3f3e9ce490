//! What a post is called everywhere.

use heliograph_entity::post;
use sea_orm::ConnectionTrait;

use super::queries;
use crate::{
    error::{Error, Result},
    tenants,
    viewer::Tenant,
};

/// The id of a post, or of a comment. Most are of `tenant`; others are looked for.
pub async fn uri_of(db: &impl ConnectionTrait, tenant: &Tenant, post: &post::Model) -> Result<String> {
    match post.tenant_id {
        Some(id) if id == tenant.id => Ok(tenant.addresses().post(post.id)),
        Some(id) => {
            let tenant = tenants::by_id(db, id).await?.ok_or(Error::NotFound)?;
            Ok(tenant.addresses().post(post.id))
        }
        None => {
            let place = queries::elsewhere::places(db, [post.id]).await?.pop();
            Ok(place.ok_or(Error::NotFound)?.uri)
        }
    }
}

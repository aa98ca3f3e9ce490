#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account_key, tenant_key,
    values::{AccountId, Timestamp},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict};

use super::Owner;

/// The sealed private half of an actor's key, and the public one.
pub(super) async fn key(db: &impl ConnectionTrait, owner: Owner) -> Result<Option<(String, String)>, DbErr> {
    Ok(match owner {
        Owner::Account(id) => {
            account_key::Entity::find_by_id(id).one(db).await?.map(|key| (key.private_key, key.public_key))
        }
        Owner::Community(id) => {
            tenant_key::Entity::find_by_id(id).one(db).await?.map(|key| (key.private_key, key.public_key))
        }
    })
}

/// Gives an actor a key, unless it has one.
pub(super) async fn insert_key(
    db: &impl ConnectionTrait,
    owner: Owner,
    private_key: String,
    public_key: String,
    created_at: Timestamp,
) -> Result<(), DbErr> {
    match owner {
        Owner::Account(account_id) => {
            let key = account_key::Model { account_id, private_key, public_key, created_at };
            account_key::Entity::insert(key.into_active_model())
                .on_conflict(OnConflict::column(account_key::Column::AccountId).do_nothing().to_owned())
                .exec_without_returning(db)
                .await
        }
        Owner::Community(tenant_id) => {
            let key = tenant_key::Model { tenant_id, private_key, public_key, created_at };
            tenant_key::Entity::insert(key.into_active_model())
                .on_conflict(OnConflict::column(tenant_key::Column::TenantId).do_nothing().to_owned())
                .exec_without_returning(db)
                .await
        }
    }
    .map(drop)
}

pub(super) async fn delete_key(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    account_key::Entity::delete_by_id(account).exec(db).await.map(drop)
}

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, like,
    values::{AccountId, LikeId, PostId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};

use crate::{federation::standing::unsuspended, relationships, viewer::Tenant};

/// Whether they did not like it before.
pub(super) async fn insert(db: &impl ConnectionTrait, like: like::Model) -> Result<bool, DbErr> {
    let inserted = like::Entity::insert(like.into_active_model())
        .on_conflict(OnConflict::columns([like::Column::PostId, like::Column::AccountId]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

pub(super) async fn between(
    db: &impl ConnectionTrait,
    post: PostId,
    account: AccountId,
) -> Result<Option<like::Model>, DbErr> {
    like::Entity::find().filter(like::Column::PostId.eq(post)).filter(like::Column::AccountId.eq(account)).one(db).await
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: LikeId) -> Result<bool, DbErr> {
    Ok(like::Entity::delete_by_id(id).exec(db).await?.rows_affected == 1)
}

/// Who likes the post, the last first, of those who have not left and whom `viewer` may see.
pub(super) async fn of_post(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    post: PostId,
    viewer: Option<AccountId>,
    before: Option<LikeId>,
    most: u64,
) -> Result<Vec<like::Model>, DbErr> {
    let by = like::Entity::belongs_to(account::Entity).from(like::Column::AccountId).to(account::Column::Id).into();
    let seen = viewer.map(|viewer| relationships::unblocked(viewer, (like::Entity, like::Column::AccountId)));
    like::Entity::find()
        .join(JoinType::InnerJoin, by)
        .filter(like::Column::PostId.eq(post))
        .filter(Condition::all().add_option(before.map(|id| like::Column::Id.lt(id))))
        .filter(Condition::all().add_option(seen))
        .filter(unsuspended(tenant, (like::Entity, like::Column::AccountId)))
        .filter(account::Column::State.eq(account::State::Living))
        .order_by_desc(like::Column::Id)
        .limit(most)
        .all(db)
        .await
}

pub(super) async fn some_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<like::Model>, DbErr> {
    like::Entity::find().filter(like::Column::AccountId.eq(account)).limit(most).all(db).await
}

/// The post whose like by `account` its server calls so.
pub async fn with_uri(db: &impl ConnectionTrait, account: AccountId, uri: &str) -> Result<Option<PostId>, DbErr> {
    let post = like::Entity::find().select_only().column(like::Column::PostId);
    post.filter(like::Column::AccountId.eq(account)).filter(like::Column::Uri.eq(uri)).into_tuple().one(db).await
}

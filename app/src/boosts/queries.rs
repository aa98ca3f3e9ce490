#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, boost,
    values::{AccountId, PostId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};

use crate::{federation::standing::unsuspended, relationships, viewer::Tenant};

/// Whether they did not boost it before.
pub(super) async fn insert(db: &impl ConnectionTrait, boost: boost::Model) -> Result<bool, DbErr> {
    let inserted = boost::Entity::insert(boost.into_active_model())
        .on_conflict(OnConflict::columns([boost::Column::PostId, boost::Column::AccountId]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

pub(super) async fn between(
    db: &impl ConnectionTrait,
    post: PostId,
    account: AccountId,
) -> Result<Option<boost::Model>, DbErr> {
    boost::Entity::find()
        .filter(boost::Column::PostId.eq(post))
        .filter(boost::Column::AccountId.eq(account))
        .one(db)
        .await
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: PostId) -> Result<bool, DbErr> {
    Ok(boost::Entity::delete_by_id(id).exec(db).await?.rows_affected == 1)
}

/// Who boosts the post, the last first, of those who have not left and whom `viewer` may see.
pub(super) async fn of_post(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    post: PostId,
    viewer: Option<AccountId>,
    before: Option<PostId>,
    most: u64,
) -> Result<Vec<boost::Model>, DbErr> {
    let by = boost::Entity::belongs_to(account::Entity).from(boost::Column::AccountId).to(account::Column::Id).into();
    let seen = viewer.map(|viewer| relationships::unblocked(viewer, (boost::Entity, boost::Column::AccountId)));
    boost::Entity::find()
        .join(JoinType::InnerJoin, by)
        .filter(boost::Column::PostId.eq(post))
        .filter(Condition::all().add_option(before.map(|id| boost::Column::Id.lt(id))))
        .filter(Condition::all().add_option(seen))
        .filter(unsuspended(tenant, (boost::Entity, boost::Column::AccountId)))
        .filter(account::Column::State.eq(account::State::Living))
        .order_by_desc(boost::Column::Id)
        .limit(most)
        .all(db)
        .await
}

pub(super) async fn some_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<boost::Model>, DbErr> {
    boost::Entity::find().filter(boost::Column::AccountId.eq(account)).limit(most).all(db).await
}

/// The post whose boost by `account` its server calls so.
pub async fn with_uri(db: &impl ConnectionTrait, account: AccountId, uri: &str) -> Result<Option<PostId>, DbErr> {
    let post = boost::Entity::find().select_only().column(boost::Column::PostId);
    post.filter(boost::Column::AccountId.eq(account)).filter(boost::Column::Uri.eq(uri)).into_tuple().one(db).await
}

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    session, user,
    values::{TenantId, Timestamp},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    jobs::{Job, Outcome},
};

/// The session of that id, if it is one of the community, or one from before there was any.
fn of(tenant: Option<TenantId>, id_hash: &str) -> Condition {
    let column = session::Column::TenantId;
    Condition::all()
        .add(session::Column::IdHash.eq(id_hash))
        .add(tenant.map_or_else(|| column.is_null(), |tenant| column.eq(tenant)))
}

pub(super) async fn living(
    db: &impl ConnectionTrait,
    tenant: Option<TenantId>,
    id_hash: &str,
    now: Timestamp,
) -> Result<Option<session::Model>, DbErr> {
    session::Entity::find().filter(of(tenant, id_hash)).filter(session::Column::ExpiresAt.gt(now)).one(db).await
}

/// Whether the id was free.
pub(super) async fn insert(db: &impl ConnectionTrait, row: session::Model) -> Result<bool, DbErr> {
    let inserted = session::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(session::Column::IdHash).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// A session that has been ended meanwhile stays ended.
pub(super) async fn update(
    db: &impl ConnectionTrait,
    tenant: Option<TenantId>,
    id_hash: &str,
    change: session::ActiveModel,
) -> Result<(), DbErr> {
    session::Entity::update_many().set(change).filter(of(tenant, id_hash)).exec(db).await.map(drop)
}

pub(super) async fn delete(db: &impl ConnectionTrait, tenant: Option<TenantId>, id_hash: &str) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(of(tenant, id_hash)).exec(db).await.map(drop)
}

/// Ends every session of the user, on whatever device.
pub async fn end_all(db: &impl ConnectionTrait, user: &user::Model) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::TenantId.eq(user.tenant_id))
        .filter(session::Column::UserId.eq(user.id))
        .exec(db)
        .await
        .map(drop)
}

/// The day on which one of the user's living sessions was last used.
pub async fn last_seen(db: &impl ConnectionTrait, user: &user::Model) -> Result<Option<Timestamp>, DbErr> {
    let last = session::Entity::find()
        .filter(session::Column::TenantId.eq(user.tenant_id))
        .filter(session::Column::UserId.eq(user.id))
        .order_by_desc(session::Column::LastUsedAt)
        .one(db)
        .await?;
    Ok(last.map(|session| session.last_used_at))
}

/// Forgets sessions that have expired.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetExpired {}

impl Job for ForgetExpired {
    const NAME: &'static str = "sessions.forget_expired";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(app.clock.now())).exec(&tx).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

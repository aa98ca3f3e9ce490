use heliograph_entity::act;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel};

pub(super) async fn insert(db: &impl ConnectionTrait, act: act::Model) -> Result<(), DbErr> {
    act::Entity::insert(act.into_active_model()).exec_without_returning(db).await.map(drop)
}

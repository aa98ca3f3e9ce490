use heliograph_entity::{spent_proof, values::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

/// Whether the challenge was not answered before.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    challenge_hash: String,
    expires_at: Timestamp,
) -> Result<bool, DbErr> {
    let row = spent_proof::ActiveModel { challenge_hash: Set(challenge_hash), expires_at: Set(expires_at) };
    let inserted = spent_proof::Entity::insert(row)
        .on_conflict(OnConflict::column(spent_proof::Column::ChallengeHash).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

pub(super) async fn forget_before(db: &impl ConnectionTrait, time: Timestamp) -> Result<(), DbErr> {
    spent_proof::Entity::delete_many().filter(spent_proof::Column::ExpiresAt.lt(time)).exec(db).await.map(drop)
}

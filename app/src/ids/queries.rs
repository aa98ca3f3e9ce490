#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{node, values::Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

/// Takes the lowest number below `limit` whose lease has ended or that nobody has held, if there is one.
pub(super) async fn take_free_node(
    db: &impl ConnectionTrait,
    limit: i64,
    holder: i64,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<i64>, DbErr> {
    loop {
        let nodes = node::Entity::find().order_by_asc(node::Column::Id).all(db).await?;
        let lapsed = nodes.iter().find(|node| node.leased_until < now).map(|node| node.id);
        let unused = (0..limit).find(|number| nodes.iter().all(|node| node.id != *number));

        let taken = match (lapsed, unused) {
            (Some(id), _) => node::Entity::update_many()
                .set(node::ActiveModel { holder: Set(holder), leased_until: Set(until), ..Default::default() })
                .filter(node::Column::Id.eq(id))
                .filter(node::Column::LeasedUntil.lt(now))
                .exec(db)
                .await
                .map(|update| (update.rows_affected == 1).then_some(id))?,
            (None, Some(id)) => {
                let row = node::ActiveModel { id: Set(id), holder: Set(holder), leased_until: Set(until) };
                node::Entity::insert(row)
                    .on_conflict(OnConflict::column(node::Column::Id).do_nothing().to_owned())
                    .exec_without_returning(db)
                    .await
                    .map(|rows| (rows == 1).then_some(id))?
            }
            (None, None) => return Ok(None),
        };
        if taken.is_some() {
            return Ok(taken);
        }
    }
}

/// Whether `holder` still held the number.
pub(super) async fn set_lease(
    db: &impl ConnectionTrait,
    id: i64,
    holder: i64,
    until: Timestamp,
) -> Result<bool, DbErr> {
    let update = node::Entity::update_many()
        .set(node::ActiveModel { leased_until: Set(until), ..Default::default() })
        .filter(node::Column::Id.eq(id))
        .filter(node::Column::Holder.eq(holder))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// The numbers that are held, or were and are not taken by anybody else yet.
pub async fn nodes(db: &impl ConnectionTrait) -> Result<Vec<node::Model>, DbErr> {
    node::Entity::find().order_by_asc(node::Column::Id).all(db).await
}

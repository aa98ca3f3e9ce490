use heliograph_entity::{post, values::AccountId};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{reading::visible_to, tags::with_tag};
use crate::{posts::Turn, viewer::Tenant};

/// Those next to where the stretch begins, in the order of the way it goes.
fn from(posts: Select<post::Entity>, turn: Turn, most: u64) -> Select<post::Entity> {
    let posts = match (turn.before(), turn.after()) {
        (_, Some(id)) => posts.filter(post::Column::Id.gt(id)).order_by_asc(post::Column::Id),
        (Some(id), None) => posts.filter(post::Column::Id.lt(id)).order_by_desc(post::Column::Id),
        (None, None) => posts.order_by_desc(post::Column::Id),
    };
    posts.limit(most)
}

/// What a guest sees of an account.
pub(in crate::posts) async fn stretch_by(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    account: AccountId,
    turn: Turn,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let posts = visible_to(None, tenant).filter(post::Column::AccountId.eq(account));
    from(posts, turn, most).all(db).await
}

/// What a guest sees of the community under a hashtag.
pub(in crate::posts) async fn stretch_with_tag(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    tag: &str,
    turn: Turn,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let posts = with_tag(visible_to(None, tenant), tenant, tag);
    from(posts, turn, most).all(db).await
}

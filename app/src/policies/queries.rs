#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    policy::{self, Severity},
    values::{PolicyId, TenantId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};

use crate::db::Tx;

/// Domains that are asked for in one statement.
const AT_ONCE: usize = 500;

pub(super) async fn of_domain(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    domain: &str,
) -> Result<Option<policy::Model>, DbErr> {
    let of_community = policy::Entity::find().filter(policy::Column::TenantId.eq(tenant));
    of_community.filter(policy::Column::Domain.eq(domain)).one(db).await
}

pub(super) async fn of_domains(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    domains: &[String],
) -> Result<Vec<policy::Model>, DbErr> {
    let mut policies = Vec::new();
    for some in domains.chunks(AT_ONCE) {
        let of_community = policy::Entity::find().filter(policy::Column::TenantId.eq(tenant));
        policies.extend(of_community.filter(policy::Column::Domain.is_in(some)).all(db).await?);
    }
    Ok(policies)
}

pub(super) async fn with_id(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: PolicyId,
) -> Result<Option<policy::Model>, DbErr> {
    policy::Entity::find_by_id(id).filter(policy::Column::TenantId.eq(tenant)).one(db).await
}

/// Which policies of a community, by their domains.
#[derive(Default)]
pub(super) struct Which<'a> {
    pub(super) severity: Option<Severity>,
    /// Those that everybody may know of: what takes something away.
    pub(super) of_note: bool,
    /// What the domain contains.
    pub(super) part: &'a str,
    /// The domain that the page before ended with.
    pub(super) after: &'a str,
}

/// One more than `size` when there are more.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    which: Which<'_>,
    size: u64,
) -> Result<Vec<policy::Model>, DbErr> {
    let of_note = policy::Column::Severity.ne(Severity::Allow).or(policy::Column::RejectMedia.eq(true));
    let part = Some(which.part).filter(|part| !part.is_empty()).map(|part| policy::Column::Domain.contains(part));
    policy::Entity::find()
        .filter(policy::Column::TenantId.eq(tenant))
        .filter(policy::Column::Domain.gt(which.after))
        .filter(
            Condition::all()
                .add_option(which.severity.map(|severity| policy::Column::Severity.eq(severity)))
                .add_option(which.of_note.then_some(of_note))
                .add_option(part),
        )
        .order_by_asc(policy::Column::Domain)
        .limit(size + 1)
        .all(db)
        .await
}

pub(super) async fn write(tx: &Tx, row: policy::Model) -> Result<(), DbErr> {
    use policy::Column::{
        ChangedAt, ChangedBy, Domain, Obfuscate, PrivateComment, PublicComment, RejectMedia, RejectReports, Severity,
        TenantId,
    };

    let columns =
        [Severity, RejectMedia, RejectReports, PublicComment, PrivateComment, Obfuscate, ChangedBy, ChangedAt];
    policy::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([TenantId, Domain]).update_columns(columns).to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
}

pub(super) async fn delete(tx: &Tx, id: PolicyId) -> Result<(), DbErr> {
    policy::Entity::delete_by_id(id).exec(tx).await.map(drop)
}

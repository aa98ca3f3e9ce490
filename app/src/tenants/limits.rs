//! How much members may have: what the community's admins say, and the operator's ceilings above it.

use heliograph_entity::{tenant, values::TenantId};
use sea_orm::ActiveValue::Set;

use super::queries;
use crate::{
    db::Tx,
    error::{Problems, Result},
    sizes::{self, megabytes},
    viewer::{Limits, Tenant},
    words::Message,
};

/// A limit to set, and the highest that it may be.
pub struct LimitField {
    pub name: &'static str,
    pub highest: String,
    pub is_size: bool,
}

/// The fields of the limits, below `highest`.
pub fn limit_fields(highest: Limits) -> Vec<LimitField> {
    let field = |(name, highest)| LimitField { name, highest, is_size: is_size(name) };
    limits_form(highest).map(field).into()
}

/// The limits as they stand in their fields.
pub fn limits_form(limits: Limits) -> [(&'static str, String); 4] {
    [
        ("photos_per_post", limits.photos_per_post.to_string()),
        ("photo_mb", megabytes(limits.photo_mb)),
        ("member_mb", megabytes(limits.member_mb)),
        ("posts_per_day", limits.posts_per_day.to_string()),
    ]
}

fn is_size(field: &str) -> bool {
    field.ends_with("_mb")
}

/// Reads limits as they were typed, by the names of the fields; none may be above `highest`.
pub fn read_limits<'a>(highest: Limits, typed: impl Fn(&str) -> &'a str) -> Result<Limits> {
    let mut problems = Problems::default();
    let mut number = |field: &str, highest: i32| {
        let typed = typed(field);
        let number = if is_size(field) { sizes::parse(typed) } else { typed.parse().ok() };
        let number = number.filter(|number| (1..=highest).contains(number));
        let wrong = || match typed {
            "" => Message::new("problem-missing"),
            _ if is_size(field) => {
                Message::new("problem-limit-size").with("typed", typed).with("highest", megabytes(highest))
            }
            _ => Message::new("problem-limit").with("typed", typed).count("highest", highest),
        };
        problems.check(field, number.ok_or_else(wrong)).unwrap_or(highest)
    };
    let limits = Limits {
        photos_per_post: number("photos_per_post", highest.photos_per_post),
        photo_mb: number("photo_mb", highest.photo_mb),
        member_mb: number("member_mb", highest.member_mb),
        posts_per_day: number("posts_per_day", highest.posts_per_day),
    };
    problems.into_result()?;
    Ok(limits)
}

/// What the operator allows the community to allow.
pub fn ceilings(tenant: &Tenant) -> Limits {
    let of = &tenant.community;
    Limits {
        photos_per_post: of.photos_per_post_ceiling,
        photo_mb: of.photo_mb_ceiling,
        member_mb: of.member_mb_ceiling,
        posts_per_day: of.posts_per_day_ceiling,
    }
}

/// What each member may have from now on.
pub async fn set_limits(tx: &Tx, tenant: TenantId, limits: Limits) -> Result<()> {
    let change = tenant::ActiveModel {
        photos_per_post: Set(limits.photos_per_post),
        photo_mb: Set(limits.photo_mb),
        member_mb: Set(limits.member_mb),
        posts_per_day: Set(limits.posts_per_day),
        ..Default::default()
    };
    Ok(queries::update(tx, change, tenant).await?)
}

/// What the community's admins may allow at the most. What they have allowed beyond it no longer counts.
pub async fn set_ceilings(tx: &Tx, tenant: TenantId, ceilings: Limits) -> Result<()> {
    let change = tenant::ActiveModel {
        photos_per_post_ceiling: Set(ceilings.photos_per_post),
        photo_mb_ceiling: Set(ceilings.photo_mb),
        member_mb_ceiling: Set(ceilings.member_mb),
        posts_per_day_ceiling: Set(ceilings.posts_per_day),
        ..Default::default()
    };
    Ok(queries::update(tx, change, tenant).await?)
}

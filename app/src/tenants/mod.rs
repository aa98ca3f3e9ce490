//! Communities: each answers on a host name of its own, and nothing of one is found on another's.

mod create;
mod queries;
mod web;

pub use create::{Changes, NewTenant, create, parse_origin, update};
pub use queries::{all, any, by_host, by_id, count_members, host, hosts};
pub use web::resolve;

//! Communities: each answers on a host name of its own, and nothing of one is found on another's.

mod create;
mod queries;
mod rules;
mod sign_up;
pub mod web;

pub use create::{Changes, NewTenant, create, parse_origin, update};
pub use queries::{all, any, by_host, by_id, count_members, count_waiting, rules};
pub use rules::change_rules;
pub use sign_up::choose_sign_up;

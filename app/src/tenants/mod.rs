//! Communities: each answers on a host name of its own, and nothing of one is found on another's.

mod accents;
mod account_domain;
mod create;
mod limits;
mod logo;
mod queries;
mod rules;
mod sign_up;
pub mod web;

pub use accents::{Accent, FIRST_ACCENT, accents, is_swatch};
pub use account_domain::{check_account_domain, set_account_domain};
pub use create::{Changes, NewTenant, create, parse_origin, update};
pub use limits::{LimitField, ceilings, limit_fields, limits_form, read_limits, set_ceilings, set_limits};
pub use logo::{remove_logo, set_logo};
pub use queries::{
    all, any, ask_second_factor, by_host, by_id, community_of_handles, count_members, count_policies, count_reports,
    count_waiting, federate_with_listed, host, hosts, hosts_of_handles, keep_server, learn_domain, lock, page,
    put_first_steps_away, recount, rules, server_of_handles, totals,
};
pub use rules::change_rules;
pub use sign_up::choose_sign_up;

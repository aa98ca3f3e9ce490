//! Moving from one account to another, here or on another server, with those who follow.
//!
//! It takes both accounts. The new one names the old one as an alias ([`add_alias`]), which every server reads in its actor;
//! then the old one says that it has moved ([`leave_for`]), and whoever follows it here is led on ([`LeadOn`]), as other
//! servers do with theirs. What they say of their own is believed likewise ([`moved`], [`CheckMove`]). An account that was left behind can
//! still be read, changed and deleted; nothing new is published, said or followed with it, until its owner takes the move
//! back ([`stay`]).

mod aliases;
mod find;
mod leave;
mod queries;
mod receive;
mod tell;
pub mod web;

pub use aliases::{add_alias, aliases_of, forget, remove_alias};
pub use leave::{leave_for, stay};
pub use receive::{CheckMove, moved};
pub use tell::{LeadOn, TellMove};

use std::time::Duration;

use heliograph_entity::{account, values::Timestamp};

/// How long after a move the next one counts, here and on other servers.
const COOLDOWN: Duration = Duration::from_secs(7 * 24 * 3600);

/// From when on an account may move again, where that is yet to come.
fn next_move(account: &account::Model, now: Timestamp) -> Option<Timestamp> {
    account.moved_at.map(|at| at.plus(COOLDOWN)).filter(|next| now < *next)
}

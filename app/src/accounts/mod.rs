//! People: the accounts of a community, their addresses and passwords, and those who are on the way to an account.

mod applications;
mod confirm;
mod create;
mod decisions;
mod invites;
mod join;
mod letters;
mod password;
mod queries;
mod sign_up;
mod view;
pub mod web;

pub use applications::{approve, refuse, waiting};
pub use confirm::{SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create, promote};
pub use decisions::{SendDecision, SendWaiting, TellStaff};
pub use invites::{Invited, NewInvite, invite, invite_by_code, invites, may_invite, revoke};
pub use join::{Joined, address_of_newcomer, join};
pub use letters::send;
pub use password::verify as verify_password;
pub use queries::{account, by_ids, by_name, count_posts, local, user_by_login};
pub use sign_up::{ForgetNewcomers, NewNewcomer, SendWelcome, WayIn, newcomer_by_login, sign_up, way_in, why_not_yet};
pub use view::Author;

//! People: the accounts of a community, and their profiles.

mod confirm;
mod create;
mod queries;
mod view;
pub mod web;

pub use confirm::{SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create, promote};
pub use queries::{account, by_ids, by_name, count_posts, local, user_by_login};
pub use view::Author;

//! People: the accounts of a community, their addresses and passwords.

mod confirm;
mod create;
mod letters;
mod password;
mod queries;
mod view;

pub use confirm::{SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create, promote};
pub use letters::send;
pub use password::verify as verify_password;
pub use queries::{
    account, by_handle, by_ids, by_name, count_followers, count_following, count_posts, local, lock, set_privacy,
    user_by_login,
};
pub use view::{Author, authors, home_for_guest};

//! People: the accounts of a community, their addresses and passwords.

mod confirm;
mod create;
mod letters;
mod mentions;
mod password;
mod queries;
mod view;

pub use confirm::{SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create, promote};
pub use letters::send;
pub use mentions::marked_up;
pub use password::verify as verify_password;
pub use queries::{account, by_ids, by_name, change, count_posts, local, lock, user_by_login};
pub use view::Author;

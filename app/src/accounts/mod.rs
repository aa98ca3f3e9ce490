//! People: the accounts of a community, their addresses and passwords.

mod confirm;
mod create;
mod letters;
mod mentions;
mod password;
mod queries;
mod view;

pub use confirm::{SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create};
pub use letters::send;
pub use mentions::marked_up;
pub use password::verify as verify_password;
pub use queries::{Found, MemberFilter, account, by_ids, by_name, change, change_user, count_owners, count_posts, delete_user, empty, free_bytes, hide, local, lock, members, of_account, prefer, recount, search, use_bytes, user_by_login, with_mail_problems};
pub use view::Author;


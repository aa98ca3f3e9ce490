//! People: the accounts of a community, their addresses and passwords.

mod change_email;
mod change_password;
mod changes;
mod confirm;
mod create;
mod letters;
mod password;
mod queries;
mod reset;
mod view;

pub use change_email::{
    SendEmailChange, SendEmailChanged, ask_to_change_email, change_email, email_behind, undo_email,
};
pub use change_password::{change_password, check_new_password};
pub use changes::{Change, SendChange};
pub use confirm::{SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create, promote};
pub use letters::send;
pub use password::verify as verify_password;
pub use queries::{account, by_ids, by_name, count_posts, local, locals, user_by_login};
pub use reset::{SendReset, ask_for_reset, name_behind_reset, reset_password};
pub use view::Author;

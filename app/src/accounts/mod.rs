//! People: the accounts of a community, their addresses and passwords, and those who are on the way to an account.

mod addresses;
mod applications;
mod asker;
mod change_email;
mod change_password;
mod changes;
mod confirm;
mod create;
mod decisions;
mod domain;
mod forget;
mod hand_over;
mod invites;
mod join;
mod letters;
mod meet;
mod mentions;
mod moved;
mod password;
mod queries;
mod remote;
mod reset;
mod sign_up;
mod undo_email;
mod view;
pub mod web;

pub use addresses::uri_of;
pub use applications::{approve, refuse, waiting};
pub use asker::Asker;
pub use change_email::{SendEmailChange, ask_to_change_email, change_email, email_behind};
pub use change_password::{change_password, check_new_password};
pub use changes::{Change, SendChange};
pub use confirm::{ForgetOldLinks, SendConfirmation, address_of, confirm};
pub use create::{NewAccount, create};
pub use decisions::{SendDecision, SendWaiting, TellStaff};
pub use domain::LearnDomain;
pub use forget::forget;
pub use hand_over::SendHandOver;
pub use invites::{Invited, NewInvite, counts as invite_counts, invite, invite_by_code, invites, revoke};
pub use join::{Joined, Shown, join, newcomer_behind};
pub use letters::{recipient, send};
pub use meet::meet;
pub use mentions::{Mentioned, marked_up, mentioned, seek_mentioned, spelled};
pub use moved::{NewHome, must_be_current, new_homes};
pub use password::verify as verify_password;
pub use queries::reach::note_met;
pub use queries::remote::{
    Told, actor_of, by_uri, claim_filling, hide_remote, inbox_of, members_with_ids, note_told, with_uri,
};
pub use queries::{
    Found, MemberFilter, account, by_handle, by_ids, by_name, called_so, change, count_followers, count_following,
    count_mail_problems, count_owners, count_posts, delete_user, discover, empty, free_bytes, hide, language_of, local,
    locals, lock, lock_local, members, members_named, of_account, prefer, recount, search, update_user, use_bytes,
    user_by_login, with_mail_problems,
};
pub use remote::{Described, NotFound, Signer, describe, lately, note_signer, refresh, signer, update_remote};
pub use reset::{SendReset, ask_for_reset, name_behind_reset, reset_password};
pub use sign_up::{
    ForgetNewcomers, NewNewcomer, SendWelcome, WayIn, name_can_be_had, newcomer_by_login, sign_up, way_in,
    welcome_again, why_not_yet,
};
pub use undo_email::{SendEmailChanged, undo_email};
pub use view::{Author, authors, home_for_guest};

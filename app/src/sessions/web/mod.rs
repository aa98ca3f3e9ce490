//! The pages for signing in and out, for a lost password, for confirming an address, and for what keeps an account safe.

mod account;
mod confirm;
mod list;
mod reset;
mod sign_in;
mod two_factor;

pub use account::{
    account, change_email, change_email_form, change_password, change_password_form, confirm_email, confirm_email_form,
    undo_email, undo_email_form,
};
pub use confirm::{confirm, confirm_form};
pub use list::{end_one, end_rest, sessions};
pub use reset::{ask, ask_form, choose, choose_form};
pub use sign_in::{again, again_form, challenge, form, leave, passkey, second_form, second_step, submit, switch_to};
pub use two_factor::{
    add_passkey, authenticator, authenticator_form, new_passkey, remove_passkey, renew_codes, turn_off, two_factor,
};

use axum::{http::HeaderMap, response::Response};

use crate::web::{self, Fields};

/// `next` when it is a path on this host, else the home page: a sign-in must not lead to another site.
pub fn here(next: &str) -> &str {
    let other_host = next.starts_with("//") || next.contains('\\') || next.chars().any(char::is_control);
    if next.starts_with('/') && !other_host { next } else { "/" }
}

/// Where a form leads whose button a script may put in its own place: to the page that it came from, or else to `url`.
/// Nowhere when a script asks, who wants the button as it is now.
pub fn back(headers: &HeaderMap, fields: &Fields, url: &str) -> Option<Response> {
    let back = fields.get("back");
    let to_form = !headers.contains_key("x-fragment");
    to_form.then(|| web::see_other(if back.is_empty() { url } else { here(back) }))
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(here("/@ana/12?x=1"), "/@ana/12?x=1");
        for elsewhere in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"] {
            assert_eq!(here(elsewhere), "/", "{elsewhere}");
        }
    }
}

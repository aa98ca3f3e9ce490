//! An account as pages show it.

use heliograph_entity::account;

use crate::web::{self, Avatar};

/// Whoever published what is shown.
#[derive(Clone)]
pub struct Author {
    pub name: String,
    pub display_name: String,
    /// `@ana`
    pub handle: String,
    pub url: String,
    /// Stands where there is no picture.
    pub initial: String,
    pub avatar: Option<Avatar>,
}

impl From<&account::Model> for Author {
    fn from(account: &account::Model) -> Self {
        let display_name = account.shown_name();
        Self {
            name: account.name.clone(),
            handle: format!("@{}", account.name),
            url: format!("/@{}", account.name),
            initial: web::initial(&display_name),
            avatar: Avatar::of(account),
            display_name,
        }
    }
}

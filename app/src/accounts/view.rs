//! An account as pages show it.

use heliograph_entity::account;

/// Whoever published what is shown.
#[derive(Clone)]
pub struct Author {
    pub name: String,
    pub display_name: String,
    /// `@ana`
    pub handle: String,
    pub url: String,
    /// Stands where a picture would.
    pub initial: String,
}

impl From<&account::Model> for Author {
    fn from(account: &account::Model) -> Self {
        Self {
            name: account.name.clone(),
            display_name: account.display_name.clone(),
            handle: format!("@{}", account.name),
            url: format!("/@{}", account.name),
            initial: crate::web::initial(&account.display_name),
        }
    }
}

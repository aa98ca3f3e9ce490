//! What can go wrong, in words that a person can act on. Each surface renders it its own way.

use std::time::Duration;

use crate::words::Message;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound,
    /// It was here and was deleted.
    #[error("deleted")]
    Gone,
    /// Not theirs to do.
    #[error("forbidden")]
    Forbidden,
    /// Their account has moved: nothing new is done with this one.
    #[error("the account has moved")]
    LeftBehind,
    /// Only for those who have signed in.
    #[error("signed out")]
    SignedOut,
    /// Only after saying once more who one is.
    #[error("proof is needed")]
    ProofNeeded,
    /// Only for staff who have set up a second step.
    #[error("a second factor is needed")]
    SecondFactorNeeded,
    /// Tried too often; it works again after this time.
    #[error("too many tries: {0:?} left")]
    TooMany(Duration),
    /// A link that was mailed or printed and no longer counts.
    #[error("the link no longer works")]
    LinkExpired,
    /// What was typed or sent needs another look.
    #[error("{0}")]
    Invalid(Problems),
    /// The request itself could not be read.
    #[error("the request could not be read: {0}")]
    Malformed(String),
    /// The rest of the request did not come.
    #[error("the request did not arrive in time")]
    TooSlow,
    /// Our fault. The cause is logged; people see an apology.
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(anyhow::Error::new(error))
    }
}

/// What is wrong with which field. The order is that of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems(Vec<(String, Message)>);

impl Problems {
    pub fn one(field: impl Into<String>, message: Message) -> Self {
        Self(vec![(field.into(), message)])
    }

    pub fn add(&mut self, field: impl Into<String>, message: Message) {
        self.0.push((field.into(), message));
    }

    /// Adds what is wrong with `field` and goes on with `None`; so that a form learns of all its problems at once.
    pub fn check<T>(&mut self, field: &str, result: Result<T, Message>) -> Option<T> {
        result.map_err(|message| self.add(field, message)).ok()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_result(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (field, message)) in self.0.iter().enumerate() {
            write!(f, "{}{field}: {message}", if at > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

/// At most `limit` characters, without the spaces around.
pub fn short_text(typed: &str, limit: usize) -> Result<String, Message> {
    let text = typed.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length > limit {
        return Err(Message::new("problem-too-long").count("limit", limit).count("length", length));
    }
    Ok(text)
}

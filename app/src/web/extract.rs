//! What handlers take out of a request. What is wrong with it becomes a page, never a bare line of text.

use axum::{
    extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::{
    error::Error,
    viewer::{Tenant, Viewer},
};

impl<S: Send + Sync> FromRequestParts<S> for Tenant {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or(Error::NotFound)
    }
}

/// Those who have not signed in are led to the sign-in.
impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or(Error::SignedOut)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Error> {
        Ok(parts.extensions.get().cloned())
    }
}

/// Marks requests to the host that the hub's console lives on.
#[derive(Clone, Copy, Debug)]
pub struct OperatorHome;

/// Parts of the path. One that does not fit names nothing: it is not found.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if parts.uri.path().contains("%00") {
            return Err(Error::NotFound);
        }
        let path = <axum::extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map_err(|_| Error::NotFound)?;
        Ok(Self(path.0))
    }
}

/// What stands behind the `?`.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let query = axum::extract::Query::from_request_parts(parts, state)
            .await
            .map_err(|error| Error::Malformed(error.to_string()))?;
        Ok(Self(query.0))
    }
}

/// The fields of a form, in the order they were sent.
pub struct Fields(Vec<(String, String)>);

impl IntoIterator for Fields {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Fields {
    /// Text that a database can keep: none has a NUL in it, which PostgreSQL refuses.
    pub fn new(fields: Vec<(String, String)>) -> Result<Self, Error> {
        if fields.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Error::Malformed("a field has a NUL character in it".to_owned()));
        }
        Ok(Self(fields))
    }

    /// The first field of that name, without the spaces around; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// As it was typed: a password may begin with a space.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every field with what was typed, in the order they were sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value.as_str()))
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// A form's body.
pub struct Body<T>(pub T);

impl<S: Send + Sync> FromRequest<S> for Body<Fields> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let form = axum::extract::Form::<Vec<(String, String)>>::from_request(request, state)
            .await
            .map_err(|error| Error::Malformed(error.to_string()))?;
        Fields::new(form.0).map(Self)
    }
}

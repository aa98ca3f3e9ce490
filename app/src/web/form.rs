//! A form as it is shown: what was typed, and what is wrong with it.

use std::time::Duration;

use axum::{
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

use super::{Fields, invalid};
use crate::{
    error::{Error, Problems},
    words::{Message, Words},
};

#[derive(Default)]
pub struct Form {
    values: Vec<(String, String)>,
    problems: Vec<FormProblem>,
}

pub struct FormProblem {
    pub field: String,
    /// In the reader's language.
    pub sentence: String,
}

impl Form {
    /// An untouched form.
    pub fn new<F: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (F, V)>) -> Self {
        let values = values.into_iter().map(|(field, value)| (field.into(), value.into())).collect();
        Self { values, problems: Vec::new() }
    }

    /// The form again, with everything that was typed but the passwords.
    pub fn again(fields: Fields, problems: &Problems, words: &Words) -> Self {
        let values = fields.into_iter().filter(|(field, _)| !field.contains("password")).collect();
        let problems = problems
            .iter()
            .map(|(field, message)| FormProblem { field: field.to_owned(), sentence: words.say(message) })
            .collect();
        Self { values, problems }
    }

    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// Whether the field was sent at all.
    pub fn has(&self, field: &str) -> bool {
        self.values.iter().any(|(name, _)| name == field)
    }

    pub fn is(&self, field: &str, value: &str) -> bool {
        self.value(field) == value
    }

    pub fn error(&self, field: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.sentence.as_str())
    }

    pub fn problems(&self) -> &[FormProblem] {
        &self.problems
    }
}

/// Why a form comes back: something in it needs another look, or it was sent too often.
pub struct Refusal {
    pub problems: Problems,
    wait: Option<Duration>,
}

impl Refusal {
    /// What can be said on the form; that it was sent too often is said at `field`. Any other error is not for the form.
    pub fn of(error: Error, field: &str) -> Result<Self, Error> {
        match error {
            Error::Invalid(problems) => Ok(Self { problems, wait: None }),
            Error::TooMany(wait) => {
                let seconds = wait.as_secs().max(1);
                let problems = Problems::one(field, Message::new("problem-wait").count("seconds", seconds));
                Ok(Self { problems, wait: Some(wait) })
            }
            error => Err(error),
        }
    }

    /// Answers with the page that has the form again.
    pub fn answer(&self, page: impl IntoResponse) -> Response {
        match self.wait {
            None => invalid(page),
            Some(wait) => {
                let after = [(RETRY_AFTER, wait.as_secs().max(1).to_string())];
                (StatusCode::TOO_MANY_REQUESTS, after, page).into_response()
            }
        }
    }
}

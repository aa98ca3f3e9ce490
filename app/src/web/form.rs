//! A form as it is shown: what was typed, and what is wrong with it.

use std::time::Duration;

use axum::{
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use heliograph_entity::values::ItemId;

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
    /// In the reader's language, to be read beside the field.
    pub sentence: String,
    /// The same where the field is not in sight: it begins with what the field is called.
    pub summary: String,
}

impl Form {
    /// An untouched form.
    pub fn new<F: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (F, V)>) -> Self {
        let values = values.into_iter().map(|(field, value)| (field.into(), value.into())).collect();
        Self { values, problems: Vec::new() }
    }

    /// The form again, with everything that was typed but the passwords.
    pub fn again(fields: Fields, problems: &Problems, words: &Words) -> Self {
        let values: Vec<(String, String)> =
            fields.into_iter().filter(|(field, _)| !field.contains("password")).collect();
        let problems = problems.iter().map(|(field, message)| {
            let sentence = words.say(message);
            FormProblem { field: field.to_owned(), summary: summary(&values, field, &sentence, words), sentence }
        });
        Self { problems: problems.collect(), values }
    }

    /// With the values of another form on the same page.
    pub fn with(mut self, other: Self) -> Self {
        self.values.extend(other.values);
        self
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

/// The sentence after the label of its field, which is the message `field-…`. Fields of one photo of several end with its
/// id, as in `alt-12`; the photos count in the order of the form.
fn summary(values: &[(String, String)], field: &str, sentence: &str, words: &Words) -> String {
    let of_photo = field.split_once('-').filter(|(_, id)| id.parse::<ItemId>().is_ok());
    let label = match of_photo {
        Some((kind, _)) => words.find(&format!("field-item-{kind}")).or_else(|| words.find(&format!("field-{kind}"))),
        None => words.find(&format!("field-{field}")),
    };
    let Some(label) = label else { return sentence.to_owned() };
    let message = match of_photo {
        Some((kind, _)) => {
            let alike = values.iter().filter(|(name, _)| name.split_once('-').is_some_and(|(other, _)| other == kind));
            let number = 1 + alike.take_while(|(name, _)| name != field).count();
            Message::new("problem-in-photo").count("number", number)
        }
        None => Message::new("problem-in-field"),
    };
    words.say(&message.with("field", label).with("problem", sentence))
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

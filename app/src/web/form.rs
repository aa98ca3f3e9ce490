//! A form as it is shown: what was typed, and what is wrong with it.

use super::Fields;
use crate::{error::Problems, words::Words};

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
        let values = fields.into_iter().filter(|(field, _)| field != "password").collect();
        let problems = problems
            .iter()
            .map(|(field, message)| FormProblem { field: field.to_owned(), sentence: words.say(message) })
            .collect();
        Self { values, problems }
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

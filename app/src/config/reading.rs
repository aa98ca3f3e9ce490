//! How settings are read: variables beside a file, and what is wrong with them in a sentence.

use std::{fmt, marker::PhantomData, str::FromStr};

use figment::{
    Metadata, Profile, Provider,
    error::Kind,
    value::{Dict, Map, Value},
};
use serde::{Deserializer, de};

use super::KEYS;

/// Variables keep their text: a key of digits is not a number.
pub(super) struct Environment(pub(super) Vec<(String, String)>);

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named("the environment")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let dict = self.0.iter().map(|(key, value)| (key.clone(), Value::from(value.clone()))).collect();
        Ok(Profile::Default.collect(dict))
    }
}

pub(super) fn sentence(error: figment::Error) -> String {
    let place = error.metadata.as_ref().map_or(String::new(), |metadata| match &metadata.source {
        Some(source) => format!(" in {source}"),
        None => format!(" in {}", metadata.name),
    });
    let variable = |key: &str| format!("HELIOGRAPH_{}", key.to_uppercase());
    let key = error.path.last().map(|key| format!("{key} ({})", variable(key))).unwrap_or_default();

    match &error.kind {
        Kind::UnknownField(name, _) => {
            let known = KEYS.map(variable).join(", ");
            format!("There is no setting {name} ({}){place}. The settings are: {known}.", variable(name))
        }
        Kind::Message(message) => format!("The setting {key}{place} {message}."),
        kind if key.is_empty() => format!("The settings{place} can't be read: {kind}."),
        kind => format!("The setting {key}{place} can't be read: {kind}."),
    }
}

/// As [`optional`], for what must not stand in a log: the value is not repeated.
pub(super) fn secret<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text: String = text(deserializer)?;
    text.parse().map(Some).map_err(|why| de::Error::custom(format!("can't be used: {why}")))
}

/// A setting's value is text, whatever type TOML gives it.
struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.trim().parse().map_err(|why| E::custom(format!("is “{text}”: {why}")))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

pub(super) fn text<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Text(PhantomData))
}

pub(super) fn optional<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    text(deserializer).map(Some)
}

impl<T: FromStr<Err: fmt::Display>> Text<T> {
    fn visit<E: de::Error>(self, text: &str) -> Result<T, E> {
        de::Visitor::visit_str(self, text)
    }
}

pub(super) fn list<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let text: String = text(deserializer)?;
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| Text(PhantomData).visit(part)).collect()
}

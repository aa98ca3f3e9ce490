//! Every sentence that a person reads, from `frontend/locales`.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    sync::{LazyLock, PoisonError, RwLock},
};

use fluent_templates::{
    LanguageIdentifier, Loader,
    fluent_bundle::{FluentValue, types::FluentNumber},
    static_loader,
};
use heliograph_entity::values::Timestamp;

static_loader! {
    static LOCALES = {
        locales: "../frontend/locales",
        fallback_language: "en",
        // Isolation marks would show up in attributes and in what people copy.
        customise: |bundle| {
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(long_number));
        },
    };
}

/// A number within a sentence, when it is a long one.
fn long_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.abs() >= 10_000.0 => Some(grouped(number.value as i64)),
        _ => None,
    }
}

/// `12 345 678`, the same in every language (ISO 80000-1, 7.3.1); up to four digits stand together.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    if digits.len() <= 4 {
        return number.to_string();
    }
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|three| str::from_utf8(three).ok()).collect();
    format!("{}{}", if number < 0 { "−" } else { "" }, groups.join("\u{202f}"))
}

/// `12.3 MB`, `4 GB`: units are the same in every language.
pub fn size(bytes: i64) -> String {
    let (unit, name) = match bytes {
        1_000_000_000_000.. => (1e12, "TB"),
        1_000_000_000..1_000_000_000_000 => (1e9, "GB"),
        _ => (1e6, "MB"),
    };
    let number = format!("{:.1}", bytes as f64 / unit);
    format!("{}\u{a0}{name}", number.strip_suffix(".0").unwrap_or(&number))
}

/// What was put together, by language and id.
type Said = HashMap<LanguageIdentifier, HashMap<String, String>>;

/// A sentence to be said in the reader's language: the id of a Fluent message, and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    id: Cow<'static, str>,
    arguments: Vec<(&'static str, Argument)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    Text(String),
    Number(i64),
}

impl Message {
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), arguments: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name, Argument::Text(value.to_string())));
        self
    }

    /// A number, written as the reader's language writes it and deciding between singular and plural.
    pub fn count(mut self, name: &'static str, number: impl TryInto<i64>) -> Self {
        self.arguments.push((name, Argument::Number(number.try_into().unwrap_or(i64::MAX))));
        self
    }
}

/// In English, for logs and the command line.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Words::default().say(self))
    }
}

/// What templates count: they pass some numbers by reference.
pub trait Number {
    fn number(self) -> i64;
}

impl Number for i64 {
    fn number(self) -> i64 {
        self
    }
}

impl Number for u64 {
    fn number(self) -> i64 {
        self.try_into().unwrap_or(i64::MAX)
    }
}

impl Number for usize {
    fn number(self) -> i64 {
        self.try_into().unwrap_or(i64::MAX)
    }
}

impl<N: Number + Copy> Number for &N {
    fn number(self) -> i64 {
        (*self).number()
    }
}

/// The language somebody reads in.
#[derive(Clone, Debug)]
pub struct Words(LanguageIdentifier);

impl Default for Words {
    fn default() -> Self {
        Self(fluent_templates::langid!("en"))
    }
}

impl Words {
    /// The first language of an `Accept-Language` header that the hub speaks; English when there is none.
    pub fn accepted_by(header: Option<&str>) -> Self {
        let mut wanted: Vec<(f32, LanguageIdentifier)> = header
            .unwrap_or_default()
            .split(',')
            .filter_map(|range| {
                let (tag, quality) = range.split_once(";q=").unwrap_or((range, "1"));
                Some((quality.trim().parse().ok()?, tag.trim().parse().ok()?))
            })
            .collect();
        wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));

        wanted
            .into_iter()
            .find_map(|(_, wanted)| LOCALES.locales().find(|ours| ours.language == wanted.language))
            .map_or_else(Self::default, |ours| Self(ours.clone()))
    }

    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// Tells the languages that the hub speaks apart.
    pub fn number(&self) -> i64 {
        LOCALES.locales().position(|ours| *ours == self.0).map_or(-1, |at| at as i64)
    }

    pub fn say(&self, message: &Message) -> String {
        self.look_up(message).unwrap_or_else(|| {
            tracing::error!(id = %message.id, "a message is missing from the locales");
            message.id.to_string()
        })
    }

    /// The message, if there is one of that id.
    pub fn find(&self, id: &str) -> Option<String> {
        self.look_up(&Message::new(id.to_owned()))
    }

    fn look_up(&self, message: &Message) -> Option<String> {
        if message.arguments.is_empty() {
            return self.plain(&message.id);
        }
        let arguments: HashMap<Cow<'static, str>, FluentValue<'static>> = message
            .arguments
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Argument::Text(text) => FluentValue::from(text.clone()),
                    Argument::Number(number) => FluentValue::Number(FluentNumber::from(*number)),
                };
                (Cow::Borrowed(*name), value)
            })
            .collect();

        LOCALES.try_lookup_with_args(&self.0, &message.id, &arguments)
    }

    /// A message without arguments, which is put together once and then remembered: a page has a hundred of them.
    fn plain(&self, id: &str) -> Option<String> {
        static SAID: LazyLock<RwLock<Said>> = LazyLock::new(RwLock::default);
        {
            let said = SAID.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(text) = said.get(&self.0).and_then(|said| said.get(id)) {
                return Some(text.clone());
            }
        }
        let text = LOCALES.try_lookup(&self.0, id)?;
        let mut said = SAID.write().unwrap_or_else(PoisonError::into_inner);
        said.entry(self.0.clone()).or_default().insert(id.to_owned(), text.clone());
        Some(text)
    }

    pub fn t(&self, id: &str) -> String {
        self.plain(id).unwrap_or_else(|| self.say(&Message::new(id.to_owned())))
    }

    pub fn with(&self, id: &str, name: &'static str, value: &str) -> String {
        self.say(&Message::new(id.to_owned()).with(name, value))
    }

    pub fn count(&self, id: &str, count: impl Number) -> String {
        self.say(&Message::new(id.to_owned()).count("count", count.number()))
    }

    /// "22 November 2026, 14:05 UTC".
    pub fn moment(&self, time: Timestamp) -> String {
        let utc = time.to_utc();
        self.say(&self.dated("date-and-time", utc).with("time", utc.format("%H:%M")))
    }

    /// "22 November 2026".
    pub fn day(&self, time: Timestamp) -> String {
        self.say(&self.dated("date", time.to_utc()))
    }

    fn dated(&self, id: &'static str, utc: chrono::DateTime<chrono::Utc>) -> Message {
        use chrono::Datelike;
        Message::new(id)
            .with("day", utc.day())
            .with("month", self.t(&format!("date-month-{}", utc.month())))
            .with("year", utc.year())
    }

    /// "just now", "5 minutes ago" … and the day itself after a month.
    pub fn age(&self, time: Timestamp, now: Timestamp) -> String {
        self.recent(time, now).unwrap_or_else(|| self.day(time))
    }

    /// Likewise, and nothing after a month.
    pub fn recent(&self, time: Timestamp, now: Timestamp) -> Option<String> {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        const DAY: u64 = 24 * HOUR;

        let ago = match now.since(time).as_secs() {
            seconds if seconds < MINUTE => self.t("age-now"),
            seconds if seconds < HOUR => self.count("age-minutes", (seconds / MINUTE) as i64),
            seconds if seconds < DAY => self.count("age-hours", (seconds / HOUR) as i64),
            seconds if seconds < 30 * DAY => self.count("age-days", (seconds / DAY) as i64),
            _ => return None,
        };
        Some(ago)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn long_numbers_and_sizes_can_be_read() {
        let grouped = [0, 999, 9999, 10_000, 1_234_567, -12_345].map(super::grouped);
        assert_eq!(grouped, ["0", "999", "9999", "10\u{202f}000", "1\u{202f}234\u{202f}567", "−12\u{202f}345"]);
        let sizes = [0, 1_234_567, 999_000_000, 20_000_000_000, 4_120_000_000, 1_500_000_000_000].map(super::size);
        assert_eq!(
            sizes,
            ["0 MB", "1.2 MB", "999 MB", "20 GB", "4.1 GB", "1.5 TB"].map(|size| size.replace(' ', "\u{a0}"))
        );
    }

    use std::time::Duration;

    use heliograph_entity::values::Timestamp;

    use super::{Message, Words};

    #[test]
    fn times_are_told_as_people_tell_them() {
        let words = Words::accepted_by(Some("pt;q=0.5, en-GB;q=0.9"));
        let then = Timestamp::from_millis(1_795_352_700_000);
        let after = |seconds| words.age(then, then.plus(Duration::from_secs(seconds)));

        assert_eq!(words.tag(), "en");
        assert_eq!(words.moment(then), "22 November 2026, 13:05 UTC");
        assert_eq!(after(3), "just now");
        assert_eq!(after(61), "1 minute ago");
        assert_eq!(after(7200), "2 hours ago");
        assert_eq!(after(86_400 * 40), "22 November 2026");
        assert_eq!(words.age(then.plus(Duration::from_secs(9)), then), "just now");
    }

    #[test]
    fn arguments_are_filled_in_and_a_missing_message_says_its_name() {
        assert_eq!(Words::default().t("no-such-message"), "no-such-message");
        assert_eq!(
            Message::new("problem-too-long").with("limit", 5000).with("length", 5012).to_string(),
            "This may have 5000 characters; it has 5012."
        );
    }
}

//! How a photo was made, in the words of a line: as much of it as its author shows.

use heliograph_entity::values::{Details, ShownDetails, Timestamp};

use crate::words::{Message, Words};

/// Each part that is shown: the camera, the lens, `35 mm`, `f/2`, `1/250 s`, `ISO 200`, the day.
pub(super) fn line(json: &str, shown: &str, words: &Words) -> Vec<String> {
    let details = Details::parse(json).chosen(ShownDetails::parse(shown));
    let say = |id: &'static str, value: String| words.say(&Message::new(id).with("value", value));
    let mut parts: Vec<String> = details.camera.into_iter().chain(details.lens).collect();
    parts.extend(details.focal_length.map(|it| say("detail-focal-length", rounded(it))));
    parts.extend(details.aperture.map(|it| say("detail-aperture", rounded(it))));
    parts.extend(details.exposure.map(|it| say("detail-exposure", seconds(it))));
    parts.extend(details.iso.map(|it| say("detail-iso", it.to_string())));
    let day = details.taken.and_then(|day| chrono::NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok());
    let day = day.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|day| words.day(Timestamp::from(day.and_utc())));
    parts.extend(day.map(|day| words.with("detail-taken", "day", &day)));
    parts
}

/// With one decimal, where it has any.
fn rounded(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// As photographers say it: a fraction below a third of a second.
fn seconds(seconds: f64) -> String {
    if seconds < 0.3 { format!("1/{}", (1.0 / seconds).round()) } else { rounded(seconds) }
}

#[cfg(test)]
mod tests {
    use super::{line, rounded, seconds};
    use crate::words::Words;

    #[test]
    fn photographers_read_it_as_they_say_it() {
        assert_eq!([0.004, 0.0125, 0.5, 1.0, 30.0, 2.5].map(seconds), ["1/250", "1/80", "0.5", "1", "30", "2.5"]);
        assert_eq!([2.0, 2.8, 35.0].map(rounded), ["2", "2.8", "35"]);
    }

    #[test]
    fn only_what_is_chosen_is_shown() {
        let json = r#"{"camera":"C","lens":"L","focal_length":35,"aperture":2,"exposure":0.004,"iso":200,"taken":"2026-11-22"}"#;
        let shown = |codes: &str| line(json, codes, &Words::default()).join(" · ");
        assert_eq!(shown(""), "");
        assert_eq!(shown("camera date"), "C · taken on 22 November 2026");
        assert_eq!(shown("lens exposure"), "L · 35 mm · f/2 · 1/250 s · ISO 200");
    }
}

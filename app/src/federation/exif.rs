//! How a photo was made, as servers of photographers tell each other (FEP-ee3a): the names of EXIF, values as texts.

use heliograph_entity::values::Details;
use serde_json::{Value, json};

use super::reading::text_of;

/// More is not read.
const MOST: usize = 50;

/// What is told, which is what its author shows to everybody.
pub fn write(details: &Details) -> Option<Value> {
    let number = |number: f64| format!("{}", (number * 100.0).round() / 100.0);
    let told = [
        ("Model", details.camera.clone()),
        ("LensModel", details.lens.clone()),
        ("FocalLength", details.focal_length.map(number)),
        ("FNumber", details.aperture.map(|it| format!("f/{}", number(it)))),
        ("ExposureTime", details.exposure.map(seconds)),
        ("PhotographicSensitivity", details.iso.map(|it| it.to_string())),
        // Nobody is told the time of day.
        ("DateTime", details.taken.as_ref().map(|day| format!("{} 00:00:00", day.replace('-', ":")))),
    ];
    let values = told
        .into_iter()
        .filter_map(|(name, value)| Some(json!({ "type": "PropertyValue", "name": name, "value": value? })));
    let values: Vec<Value> = values.collect();
    (!values.is_empty()).then(|| json!(values))
}

/// A fraction below a third of a second, as cameras write it.
fn seconds(seconds: f64) -> String {
    if seconds < 0.3 {
        format!("1/{}", (1.0 / seconds).round())
    } else {
        format!("{}", (seconds * 100.0).round() / 100.0)
    }
}

/// What another server tells, in whatever spelling; what no camera could mean is nothing. Vernissage once had an object of
/// its own with similar names (`exif`).
pub fn read(attachment: &Value) -> Details {
    let told: Vec<(&str, &Value)> = match (&attachment["exifData"], &attachment["exif"]) {
        (Value::Array(all), _) => all.iter().take(MOST).map(|one| (text_of(&one["name"]), &one["value"])).collect(),
        (Value::Object(one), _) => one.get("value").map(|value| (text_of(&one["name"]), value)).into_iter().collect(),
        (_, Value::Object(all)) => all.iter().take(MOST).map(|(name, value)| (name.as_str(), value)).collect(),
        _ => Vec::new(),
    };
    let text = |names: &[&str]| {
        let value = |name: &&str| told.iter().find(|(told, _)| told.eq_ignore_ascii_case(name));
        let (_, value) = names.iter().find_map(value)?;
        let text = value.as_str().map(str::to_owned).or_else(|| value.as_number().map(ToString::to_string))?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let amount = |names: &[&str]| text(names).and_then(|text| number(&text));
    let details = Details {
        camera: Details::device(text(&["Make"]), text(&["Model"])),
        lens: Details::device(text(&["LensMake"]), text(&["LensModel", "Lens"])),
        focal_length: amount(&["FocalLength"]),
        aperture: amount(&["FNumber"]),
        exposure: amount(&["ExposureTime"]),
        iso: amount(&["PhotographicSensitivity", "ISOSpeedRatings"]).map(|it| it as u32),
        taken: text(&["DateTimeOriginal", "DateTime", "CreateDate"]).and_then(|text| day(&text)),
        read: true,
    };
    details.checked()
}

/// `f/2.8`, `1/250`, `35 mm`, `51,1`.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_start_matches(['f', 'F']).trim_start_matches('/').replace(',', ".");
    let text = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c.is_whitespace());
    let parse = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    match text.split_once('/') {
        Some((above, below)) => {
            parse(below).filter(|below| *below != 0.0).and_then(|below| Some(parse(above)? / below))
        }
        None => parse(text),
    }
}

/// `2026:11:22 13:05:00` as EXIF has it (EXIF 2.32, 4.6.5), or `2026-11-22T13:05:00Z`.
fn day(text: &str) -> Option<String> {
    text.get(..10).map(|day| day.replace(':', "-"))
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::Details;
    use serde_json::{Value, json};

    use super::{read, write};

    fn told(values: &[(&str, Value)]) -> Value {
        let value = |(name, value): &(&str, Value)| json!({ "type": "PropertyValue", "name": name, "value": value });
        json!({ "exifData": values.iter().map(value).collect::<Vec<_>>() })
    }

    #[test]
    fn what_is_told_is_read_as_it_was() {
        let details = Details {
            camera: Some("Pentax K-1".to_owned()),
            lens: Some("HD 35".to_owned()),
            focal_length: Some(35.0),
            aperture: Some(2.8),
            exposure: Some(0.004),
            iso: Some(200),
            taken: Some("2026-11-22".to_owned()),
            read: true,
        };
        let written = write(&details).expect("something");
        assert_eq!(written[2]["value"], "35");
        assert_eq!((&written[3]["value"], &written[4]["value"]), (&json!("f/2.8"), &json!("1/250")));
        assert_eq!(read(&json!({ "exifData": written })), details);
        assert_eq!(write(&Details::default()), None);
    }

    #[test]
    fn every_spelling_is_read() {
        let others = told(&[
            ("Make", json!("NIKON CORPORATION")),
            ("Model", json!("NIKON Z 6")),
            ("exposuretime", json!("1/100 s")),
            ("FNumber", json!(4)),
            ("FocalLength", json!("51,1 mm")),
            ("DateTime", json!("2025-01-02T03:04:05+00:00")),
            ("GPSLatitude", json!("48.2")),
        ]);
        let details = read(&others);
        assert_eq!(details.camera.as_deref(), Some("NIKON Z 6"));
        assert_eq!((details.exposure, details.aperture, details.focal_length), (Some(0.01), Some(4.0), Some(51.1)));
        assert_eq!(details.taken.as_deref(), Some("2025-01-02"));
        let object = json!({ "exif": { "model": "X100V", "photographicSensitivity": "400", "lens": "23 mm" } });
        assert_eq!((read(&object).iso, read(&object).lens.as_deref()), (Some(400), Some("23 mm")));
    }

    #[test]
    fn what_no_camera_could_mean_is_nothing() {
        let odd = told(&[
            ("FNumber", json!("1/0")),
            ("ExposureTime", json!("NaN")),
            ("PhotographicSensitivity", json!("-5")),
            ("DateTime", json!("gestern früh, 10 Uhr")),
            ("Model", json!(["x"])),
        ]);
        let nothing = Details { read: true, ..Details::default() };
        assert_eq!(read(&odd), nothing);
        for other in [json!(null), json!("x"), json!({ "name": "Model" }), json!([[], 1])] {
            assert_eq!(read(&json!({ "exifData": other })), nothing);
        }
    }
}

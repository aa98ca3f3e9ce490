//! How a photo was made, as far as its file tells and as its author wants it to be shown.

use serde::{Deserialize, Serialize};

use super::shown_line;

/// What was read of a file: a JSON object in the database. It came from outside, so every text is one short line and
/// every number is one that a camera could mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lens: Option<String>,
    /// Millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focal_length: Option<f64>,
    /// The f-number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aperture: Option<f64>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso: Option<u32>,
    /// The day, by the camera's own clock: `2026-11-22`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// Whether the file has been looked at.
    pub read: bool,
}

/// Characters of the name of a camera or a lens.
const LONGEST: usize = 80;

impl Details {
    /// What can't be read is nothing.
    pub fn parse(json: &str) -> Self {
        serde_json::from_str::<Self>(json).unwrap_or_default().checked()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    /// Without what no camera could mean.
    pub fn checked(self) -> Self {
        let line = |text: Option<String>| {
            let line: String = shown_line(&text?)?.chars().take(LONGEST).collect();
            shown_line(&line)
        };
        let within = |number: Option<f64>, least: f64, most: f64| number.filter(|it| (least..=most).contains(it));
        let day =
            |text: Option<String>| text.filter(|text| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok());
        Self {
            camera: line(self.camera),
            lens: line(self.lens),
            focal_length: within(self.focal_length, 0.1, 100_000.0),
            aperture: within(self.aperture, 0.1, 1_000.0),
            exposure: within(self.exposure, 1e-9, 1e7),
            iso: self.iso.filter(|iso| (1..=100_000_000).contains(iso)),
            taken: day(self.taken).filter(|day| day.len() == 10),
            read: self.read,
        }
    }

    /// As much of them as is chosen.
    pub fn chosen(self, shown: ShownDetails) -> Self {
        Self {
            camera: self.camera.filter(|_| shown.camera),
            lens: self.lens.filter(|_| shown.lens),
            focal_length: self.focal_length.filter(|_| shown.exposure),
            aperture: self.aperture.filter(|_| shown.exposure),
            exposure: self.exposure.filter(|_| shown.exposure),
            iso: self.iso.filter(|_| shown.exposure),
            taken: self.taken.filter(|_| shown.date),
            read: self.read,
        }
    }

    /// Maker and model in one name. Many models begin with their maker.
    pub fn device(make: Option<String>, model: Option<String>) -> Option<String> {
        let (model, make) = (model?, make.unwrap_or_default());
        let first = make.split(' ').next().unwrap_or_default();
        match first.is_empty() || model.to_lowercase().starts_with(&first.to_lowercase()) {
            true => Some(model),
            false => Some(format!("{make} {model}")),
        }
    }
}

/// Which of them are shown: chosen for each post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShownDetails {
    pub camera: bool,
    pub lens: bool,
    pub exposure: bool,
    pub date: bool,
}

impl ShownDetails {
    pub const ALL: Self = Self { camera: true, lens: true, exposure: true, date: true };

    /// As they stand in the database: their codes, parted by spaces. What this version does not know is left out.
    pub fn parse(codes: &str) -> Self {
        let has = |code: &str| codes.split(' ').any(|given| given == code);
        Self { camera: has("camera"), lens: has("lens"), exposure: has("exposure"), date: has("date") }
    }

    pub fn codes(self) -> String {
        let all = [("camera", self.camera), ("lens", self.lens), ("exposure", self.exposure), ("date", self.date)];
        all.into_iter().filter(|(_, shown)| *shown).map(|(code, _)| code).collect::<Vec<_>>().join(" ")
    }

    /// Reads a form, which has a field `details-{code}` for each and says by `details` that it asks for them.
    pub fn read<'a>(typed: impl Fn(&str) -> &'a str) -> Option<Self> {
        let ticked = |code: &str| typed(&format!("details-{code}")) == "yes";
        (typed("details") == "asked").then(|| Self {
            camera: ticked("camera"),
            lens: ticked("lens"),
            exposure: ticked("exposure"),
            date: ticked("date"),
        })
    }

    /// The fields of a form that are ticked.
    pub fn fields(self) -> Vec<(String, String)> {
        let codes = self.codes();
        let ticked = codes.split(' ').filter(|code| !code.is_empty());
        ticked.map(|code| (format!("details-{code}"), "yes".to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Details, ShownDetails};

    #[test]
    fn what_no_camera_could_mean_is_left_out() {
        let json = r#"{"camera":"A\u0000 \u202eB\n1","lens":"  ","focal_length":-3,"aperture":1e300,"exposure":0.004,"iso":0,"taken":"soon","read":true,"gps":[1]}"#;
        let details = Details::parse(json);
        let expected =
            Details { camera: Some("A B 1".to_owned()), exposure: Some(0.004), read: true, ..Details::default() };
        assert_eq!(details, expected);
        assert_eq!(Details::parse(&details.to_json()), details);
        assert_eq!(
            Details::parse(&format!(r#"{{"lens":"{}"}}"#, "x".repeat(900))).lens.map(|lens| lens.len()),
            Some(80)
        );
        assert_eq!(Details::parse("no object"), Details::default());
        assert_eq!(Details::parse(r#"{"iso":"x"}"#), Details::default());
    }

    #[test]
    fn what_is_shown_travels_as_codes() {
        let shown = ShownDetails::parse("date camera nonsense");
        assert_eq!(shown, ShownDetails { camera: true, date: true, ..ShownDetails::default() });
        assert_eq!(shown.codes(), "camera date");
        assert_eq!(ShownDetails::parse(""), ShownDetails::default());
        assert_eq!(ShownDetails::read(|_| ""), None);
        let read = ShownDetails::read(|field| {
            if field == "details" {
                "asked"
            } else if field == "details-lens" {
                "yes"
            } else {
                ""
            }
        });
        assert_eq!(read.map(ShownDetails::codes), Some("lens".to_owned()));
    }
}

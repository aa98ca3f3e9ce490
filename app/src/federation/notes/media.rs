//! The media of a note: the pictures and videos that can be shown here, and links to what can't.

use heliograph_entity::values::{Details, Licence};
use serde_json::Value;
use url::Url;

use super::{
    super::{
        exif,
        reading::{is_a, text_of, url_of},
        vocabulary::licence_title,
    },
    LONGEST_URL, Link, first_line, plain_url,
    video::{Video, video},
};

const LONGEST_ALT: usize = 10_000;
const MOST_MEDIA: usize = 20;
/// Pixels of a side.
const LARGEST_SIDE: u64 = 20_000;
/// What the hub can show.
const PICTURES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// What it shows where another program makes a picture of it.
const PACKED: [&str; 3] = ["image/avif", "image/heic", "image/heif"];
/// By their ends, where nothing else tells what pictures are.
const READABLE: [&str; 5] = [".jpg", ".jpeg", ".png", ".webp", ".gif"];
const ENDS_OF_PACKED: [&str; 3] = [".avif", ".heic", ".heif"];

/// A photo, or a video with its poster.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Empty where a video has no poster.
    pub url: String,
    pub alt: String,
    pub title: String,
    /// Pixels; none where its server does not say.
    pub size: Option<(i32, i32)>,
    /// The mean colour as `#rrggbb`.
    pub tint: Option<String>,
    pub licence: Licence,
    /// How it was made.
    pub details: Details,
    /// Whether it can be shown only where another program makes a picture of it.
    pub packed: bool,
    /// What is played, where it is a video.
    pub video: Option<Video>,
}

impl Picture {
    /// What something says of itself, whatever it is.
    pub(super) fn of(value: &Value) -> Self {
        Self {
            url: String::new(),
            alt: alt(value),
            title: first_line(text_of(&value["headline"])),
            size: size_of(value),
            tint: value["blurhash"].as_str().and_then(mean_colour),
            licence: Licence::AllRightsReserved,
            details: exif::read(value),
            packed: false,
            video: None,
        }
    }

    /// Where it is found, for whoever can't be shown it.
    pub fn into_link(self) -> Link {
        link(self.video.map_or(self.url, |video| video.url), &self.alt)
    }
}

fn link(url: String, alt: &str) -> Link {
    let name = first_line(alt);
    Link { name: if name.is_empty() { url.clone() } else { name }, url }
}

#[derive(Default)]
pub(super) struct Media {
    pub(super) pictures: Vec<Picture>,
    pub(super) links: Vec<Link>,
}

/// What is attached to a document. A picture that says nothing of its licence has that of the whole.
pub(super) fn media(document: &Value) -> Media {
    let mut found = Found::default();
    collect(document, &mut found);
    let of_all = licence_at(text_of(&document["license"])).or_else(|| licence_of_peertube(&document["licence"]));
    let pictures = found
        .pictures
        .into_iter()
        .take(MOST_MEDIA)
        .map(|(picture, own)| Picture { licence: own.or(of_all).unwrap_or(Licence::AllRightsReserved), ..picture });
    Media { pictures: pictures.collect(), links: found.links }
}

#[derive(Default)]
struct Found {
    /// With the licence that each carries itself.
    pictures: Vec<(Picture, Option<Licence>)>,
    links: Vec<Link>,
}

fn collect(document: &Value, found: &mut Found) {
    let attached = match &document["attachment"] {
        Value::Array(all) => all.as_slice(),
        one @ Value::Object(_) => std::slice::from_ref(one),
        _ => &[],
    };
    for one in attached.iter().take(MOST_MEDIA) {
        take_in(one, found);
    }
    if is_a(document, &["Image"]) {
        take_in(document, found);
    }
    if is_a(document, &["Video"])
        && let Some(video) = video(document)
    {
        found.pictures.push((video, None));
    }
    if found.pictures.is_empty() {
        // What stands for an article, and the poster of a video.
        for stands in [&document["image"], &document["icon"]] {
            let last = stands.as_array().map_or(Some(stands), |all| all.last());
            if found.pictures.is_empty()
                && let Some(picture) = last.and_then(|one| picture(one, true))
            {
                found.pictures.push(picture);
            }
        }
    }
}

fn take_in(attached: &Value, found: &mut Found) {
    if !is_a(attached, &["Document", "Image", "Video", "Audio", "Link"]) {
        return;
    }
    let played = || Some((video(attached)?, licence_named(attached)));
    if let Some(shown) = picture(attached, false).or_else(played) {
        found.pictures.push(shown);
        return;
    }
    let Some(url) = media_url(attached) else { return };
    if let Some(poster) = picture(&attached["icon"], true).filter(|_| is_a(attached, &["Video", "Document"])) {
        let alt = alt(attached);
        found.pictures.push((Picture { alt, ..poster.0 }, poster.1));
    }
    found.links.push(link(url, &alt(attached)));
}

pub(super) fn media_url(value: &Value) -> Option<String> {
    let url = match value {
        Value::String(_) => url_of(value),
        _ => url_of(&value["url"]).or_else(|| url_of(&value["href"])),
    };
    url.map(plain_url).filter(|url| url.len() <= LONGEST_URL)
}

/// A picture, with the licence it carries itself. `sure` says that it can be nothing else.
pub(super) fn picture(value: &Value, sure: bool) -> Option<(Picture, Option<Licence>)> {
    let url = media_url(value)?;
    let link = value["url"].as_array().and_then(|all| all.first()).unwrap_or(&value["url"]);
    let told = [&value["mediaType"], &link["mediaType"]].into_iter().find_map(Value::as_str);
    let told = told.map(str::to_ascii_lowercase);
    let packed = match &told {
        Some(told) => PACKED.contains(&told.as_str()),
        None => ends_with(&url, &ENDS_OF_PACKED),
    };
    let known = match &told {
        _ if packed => true,
        Some(told) => PICTURES.contains(&told.as_str()),
        None => sure || is_a(value, &["Image"]) || ends_with(&url, &READABLE),
    };
    if !known {
        return None;
    }
    Some((Picture { url, packed, ..Picture::of(value) }, licence_named(value)))
}

/// Pixels of a side, where that is possible.
pub(super) fn side(value: &Value, name: &str) -> Option<i32> {
    value[name].as_u64().filter(|side| (1..=LARGEST_SIDE).contains(side)).map(|side| side as i32)
}

pub(super) fn size_of(value: &Value) -> Option<(i32, i32)> {
    side(value, "width").zip(side(value, "height"))
}

pub(super) fn ends_with(url: &str, ends: &[&str]) -> bool {
    let path = Url::parse(url).map(|url| url.path().to_ascii_lowercase()).unwrap_or_default();
    ends.iter().any(|end| path.ends_with(end))
}

/// Most prefer the summary; the name is what it was called first.
fn alt(value: &Value) -> String {
    let text = match text_of(&value["summary"]) {
        "" => text_of(&value["name"]),
        summary => summary,
    };
    text.trim().chars().take(LONGEST_ALT).collect()
}

fn licence_named(value: &Value) -> Option<Licence> {
    value["license"].as_str().and_then(|text| licence_called(text).or_else(|| licence_at(text)))
}

/// By the numbers that PeerTube has for licences.
fn licence_of_peertube(value: &Value) -> Option<Licence> {
    const NUMBERED: [Licence; 7] =
        [Licence::By, Licence::BySa, Licence::ByNd, Licence::ByNc, Licence::ByNcSa, Licence::ByNcNd, Licence::Cc0];
    let number: usize = value["identifier"].as_str()?.parse().ok()?;
    NUMBERED.get(number.checked_sub(1)?).copied()
}

/// What Pixelfed calls a licence.
fn licence_called(text: &str) -> Option<Licence> {
    Licence::ALL.into_iter().find(|licence| licence_title(*licence) == Some(text.trim()))
}

/// A licence by the address of its deed: also that of an older version, which says the same of what may be done.
fn licence_at(url: &str) -> Option<Licence> {
    let path = |url: &str| {
        let url = Url::parse(url.trim()).ok()?;
        let ours = url.host_str()?.trim_start_matches("www.") == "creativecommons.org";
        let kind = url.path().trim_matches('/').split('/').take(2).collect::<Vec<_>>().join("/");
        ours.then_some(kind)
    };
    let wanted = path(url)?;
    Licence::ALL.into_iter().find(|licence| licence.url().and_then(path).as_ref() == Some(&wanted))
}

/// The mean colour of a BlurHash: its third to sixth digit, to the base of 83 (blurha.sh, "Decode").
fn mean_colour(hash: &str) -> Option<String> {
    const DIGITS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    if hash.len() < 6 {
        return None;
    }
    let digit = |c: char| DIGITS.find(c);
    let number = hash.get(2..6)?.chars().try_fold(0, |number, c| Some(number * 83 + digit(c)?))?;
    (number <= 0xff_ffff).then(|| format!("#{number:06x}"))
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::Licence;
    use serde_json::json;

    use super::{mean_colour, media};

    #[test]
    fn a_licence_is_found_by_its_deed_and_by_its_title() {
        let picture = |licence: &str| {
            let attached = json!([{ "type": "Image", "url": "https://cdn.example/1.jpg", "license": licence }]);
            let by_nc = "https://creativecommons.org/licenses/by-nc/4.0/";
            media(&json!({ "attachment": attached, "license": by_nc })).pictures.remove(0).licence
        };
        assert_eq!(picture("CC BY-SA"), Licence::BySa);
        assert_eq!(picture("Public Domain (CC0)"), Licence::Cc0);
        assert_eq!(picture("http://creativecommons.org/licenses/by/3.0"), Licence::By);
        assert_eq!(picture("whatever"), Licence::ByNc, "what all of them carry");
        assert_eq!(mean_colour("L00000fQfQfQfQfQfQfQfQfQfQfQ").as_deref(), Some("#000000"));
        assert_eq!((mean_colour(""), mean_colour("\"\"\"\"\"\"")), (None, None));
    }

    /// Where there is no program that reads them they would be holes in the page.
    #[test]
    fn what_another_program_reads_is_known_and_can_be_linked() {
        let attached = json!([
            { "type": "Document", "mediaType": "image/heic", "url": "https://cdn.example/1.heic", "name": "Fog" },
            { "type": "Image", "url": "https://cdn.example/2.avif" },
            { "type": "Document", "url": "https://cdn.example/3.heif" },
        ]);
        let found = media(&json!({ "attachment": attached }));
        assert!(found.links.is_empty() && found.pictures.iter().all(|picture| picture.packed));
        let links: Vec<_> = found.pictures.into_iter().map(super::Picture::into_link).collect();
        assert_eq!((links[0].name.as_str(), links[1].name.as_str()), ("Fog", "https://cdn.example/2.avif"));
        assert_eq!(links.len(), 3);
    }
}

//! Videos that are attached to a note, and the Video of PeerTube, which is the whole document.

use serde_json::Value;

use super::{
    super::reading::is_a,
    media::{Picture, ends_with, media_url, picture, side, size_of},
};

const PLAYED: [&str; 3] = ["video/mp4", "video/webm", "video/quicktime"];
/// By their ends, where nothing else tells what they are.
const ENDS: [&str; 4] = [".mp4", ".m4v", ".webm", ".mov"];
/// Of what a server has in several sizes: no larger than screens are, in lines, and no more bytes than are fetched.
const MOST_LINES: u64 = 1080;
const MOST_BYTES: u64 = 99_000_000;
const MOST_LINKS: usize = 100;
/// In seconds: three days.
const LONGEST: f64 = 3.0 * 86400.0;

/// What makes an item a video. Its picture is its poster.
#[derive(Clone, Debug, PartialEq)]
pub struct Video {
    pub url: String,
    /// In milliseconds, where its server says so.
    pub duration: Option<i64>,
}

/// A video that can be played here, with its poster. Where that has no address there is none.
pub(super) fn video(value: &Value) -> Option<Picture> {
    let (url, link) = match &value["url"] {
        Value::Array(links) => {
            let link = best(links, value["mediaType"].as_str())?;
            (media_url(link)?, link)
        }
        _ => (media_url(value)?, value),
    };
    let told =
        [&link["mediaType"], &value["url"]["mediaType"], &value["mediaType"]].into_iter().find_map(Value::as_str);
    let played = match told {
        Some(told) => PLAYED.contains(&told.to_ascii_lowercase().as_str()),
        None => is_a(value, &["Video"]) || ends_with(&url, &ENDS),
    };
    if !played {
        return None;
    }
    let poster = poster(&value["icon"]);
    let shape = poster.as_ref().and_then(|poster| poster.size);
    // Of a link, its lines alone may be told.
    let of_link = || {
        let (height, (across, down)) = (side(link, "height")?, shape.unwrap_or((16, 9)));
        let width = (i64::from(height) * i64::from(across) / i64::from(down)).clamp(1, 20_000);
        Some((width as i32, height))
    };
    let itself = Picture::of(value);
    Some(Picture {
        url: poster.as_ref().map(|poster| poster.url.clone()).unwrap_or_default(),
        packed: poster.as_ref().is_some_and(|poster| poster.packed),
        size: itself.size.or_else(|| size_of(link)).or_else(of_link).or(shape),
        tint: itself.tint.or_else(|| poster?.tint),
        video: Some(Video { url, duration: duration(&value["duration"]) }),
        ..itself
    })
}

/// Of the links to one video, as PeerTube lists them: the largest MP4 that is not too large. Those of a list of pieces are
/// named inside of it.
fn best<'a>(links: &'a [Value], of_all: Option<&str>) -> Option<&'a Value> {
    let inner = links.iter().filter_map(|link| link["tag"].as_array()).flatten();
    let fits = |link: &&Value| {
        let told = link["mediaType"].as_str().or(of_all).unwrap_or_default();
        PLAYED.contains(&told) && lines(link) <= MOST_LINES && link["size"].as_u64().unwrap_or(0) <= MOST_BYTES
    };
    // Of several as large, the first: those that are one file come before those in pieces.
    let all: Vec<&Value> = links.iter().chain(inner).take(MOST_LINKS).filter(fits).collect();
    all.into_iter().rev().max_by_key(|link| (link["mediaType"] == PLAYED[0], lines(link)))
}

fn lines(link: &Value) -> u64 {
    link["height"].as_u64().unwrap_or(0)
}

/// An object, an address, or several of them, of which the largest counts.
fn poster(icon: &Value) -> Option<Picture> {
    let all = match icon {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    let posters = all.iter().filter_map(|one| picture(one, true)).map(|(poster, _)| poster);
    posters.max_by_key(|poster| poster.size.map_or(0, |(width, _)| width))
}

/// `PT24S`, or a number of seconds.
fn duration(value: &Value) -> Option<i64> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => seconds(text.trim())?,
        _ => return None,
    };
    (0.001..=LONGEST).contains(&seconds).then_some((seconds * 1000.0).round() as i64)
}

/// A duration by days, hours, minutes and seconds (ISO 8601-1, 5.5.2), or a number.
fn seconds(text: &str) -> Option<f64> {
    let Some(parts) = text.strip_prefix('P') else { return text.parse().ok() };
    let (mut all, mut number) = (0.0, String::new());
    for c in parts.chars().take(60) {
        let unit = match c {
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'T' if number.is_empty() => continue,
            'D' => 86400.0,
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        all += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
    }
    number.is_empty().then_some(all)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{duration, video};
    use crate::federation::notes::Picture;

    fn play(value: Value) -> Option<Picture> {
        video(&value)
    }

    fn url(picture: &Picture) -> &str {
        picture.video.as_ref().map_or("", |video| &video.url)
    }

    #[test]
    fn every_server_attaches_a_video_its_own_way() {
        // Mastodon, without a poster.
        let plain = json!({ "type": "Document", "mediaType": "video/mp4", "url": "https://cdn.example/1.mp4", "name": "Tide",
            "width": 1280, "height": 720, "blurhash": null });
        let plain = play(plain).expect("a video");
        assert_eq!((url(&plain), plain.url.as_str(), plain.size), ("https://cdn.example/1.mp4", "", Some((1280, 720))));
        // GoToSocial: its type says it, its summary describes it.
        let typed = json!({ "type": "Video", "mediaType": "video/quicktime", "url": "https://cdn.example/1.mov", "summary": "Tide",
            "icon": { "type": "Image", "mediaType": "image/jpeg", "url": "https://cdn.example/p.jpg" } });
        let typed = play(typed).expect("a video");
        assert_eq!((typed.alt.as_str(), typed.url.as_str(), typed.size), ("Tide", "https://cdn.example/p.jpg", None));
        // An address for a poster, a link for a video, a number for a duration.
        let short = json!({ "type": "Document", "url": { "type": "Link", "mediaType": "video/webm", "href": "https://cdn.example/1" },
            "icon": "https://cdn.example/p.png", "duration": 24.5 });
        let short = play(short).expect("a video");
        assert_eq!(short.video.map(|video| video.duration), Some(Some(24_500)));
        // What browsers don't play, and what is a picture.
        for other in ["video/x-matroska", "image/jpeg", "application/x-mpegURL"] {
            assert!(play(json!({ "type": "Video", "mediaType": other, "url": "https://cdn.example/1.mp4" })).is_none());
        }
        assert!(play(json!({ "type": "Document", "url": "https://cdn.example/1.MP4?x=1" })).is_some());
        assert!(play(json!({ "type": "Document", "url": "https://cdn.example/1" })).is_none());
    }

    #[test]
    fn of_what_peertube_has_the_best_is_chosen() {
        let link = |lines: u64, size: u64| json!({ "type": "Link", "mediaType": "video/mp4", "href": format!("https://tube.example/{lines}.mp4"), "height": lines, "size": size });
        let page = json!({ "type": "Link", "mediaType": "text/html", "href": "https://tube.example/w/1" });
        let pieces = json!({ "type": "Link", "mediaType": "application/x-mpegURL", "href": "https://tube.example/1.m3u8",
            "tag": [{ "name": "sha256" }, link(480, 1), link(720, 1)] });
        let icons = json!([
            { "type": "Image", "url": "https://tube.example/small.jpg", "mediaType": "image/jpeg", "width": 280, "height": 157 },
            { "type": "Image", "url": "https://tube.example/large.jpg", "mediaType": "image/jpeg", "width": 850, "height": 480 },
            { "type": "Image", "url": "https://tube.example/mini.jpg", "mediaType": "image/jpeg", "width": 40, "height": 22 },
        ]);
        let with = |links: Value| {
            play(json!({ "type": "Video", "name": "Tide", "url": links, "icon": icons, "duration": "PT1H2M3S" }))
        };
        let chosen = with(json!([page, link(2160, 1), link(1080, 1), link(720, 1)])).expect("a video");
        assert_eq!(
            (url(&chosen), chosen.url.as_str()),
            ("https://tube.example/1080.mp4", "https://tube.example/large.jpg")
        );
        assert_eq!((chosen.size, chosen.video.and_then(|video| video.duration)), (Some((1912, 1080)), Some(3_723_000)));
        assert_eq!(
            url(&with(json!([page, link(1080, 200_000_000), link(720, 1)])).expect("one")),
            "https://tube.example/720.mp4"
        );
        assert_eq!(url(&with(json!([page, pieces])).expect("one")), "https://tube.example/720.mp4");
        assert!(with(json!([page, link(2160, 1)])).is_none() && with(json!([])).is_none());
    }

    #[test]
    fn a_duration_is_what_it_says() {
        for (said, seconds) in [("PT24S", 24), ("PT1M", 60), ("P1DT1S", 86_401), ("PT0H0M7.0S", 7), ("24", 24)] {
            assert_eq!(duration(&json!(said)), Some(seconds * 1000), "{said}");
        }
        for said in
            [json!("PT"), json!("P1Y"), json!("PT5"), json!(-3), json!("x"), json!(1e300), json!("PT9e9S"), json!(null)]
        {
            assert_eq!(duration(&said), None, "{said}");
        }
    }
}

//! A post as a reader of feeds shows it.

use crate::{markup::markup, posts::PostView, words::Words, xml};

/// The photos with what they show, the caption, and whose they are. What readers are asked about first stays closed.
pub(super) fn html(post: &PostView, words: &Words) -> String {
    let mut html = String::new();
    if !post.warning.is_empty() {
        push(&mut html, &["<details><summary>", &post.warning, "</summary>"]);
    }
    for photo in post.photos.iter().filter(|photo| photo.ready) {
        let (width, height) = (photo.full.width.to_string(), photo.full.height.to_string());
        let alt = post.alt_of(photo, words);
        push(
            &mut html,
            &["<figure><a href=\"", &post.absolute_url, "\"><img src=\"", &photo.full.url, "\" alt=\"", &alt],
        );
        push(&mut html, &["\" width=\"", &width, "\" height=\"", &height, "\"></a>"]);
        if !photo.title.is_empty() || !photo.caption_text.is_empty() {
            push(&mut html, &["<figcaption>", &photo.title, ""]);
            html.push_str(&marked_up(&photo.caption_text, post));
            html.push_str("</figcaption>");
        }
        html.push_str("</figure>");
    }
    if !post.warning.is_empty() {
        html.push_str("</details>");
    }
    html.push_str(&marked_up(&post.caption_text, post));
    for attribution in post.attributions(words) {
        html.push_str("<p><small>");
        html.push_str(&attribution.html);
        html.push_str("</small></p>");
    }
    html
}

/// Markup and text in turns, beginning with markup.
fn push(html: &mut String, parts: &[&str]) {
    for (at, part) in parts.iter().enumerate() {
        match at % 2 {
            0 => html.push_str(part),
            _ => xml::escape(html, part),
        }
    }
}

/// Elsewhere, an address without its host leads nowhere.
fn marked_up(text: &str, post: &PostView) -> String {
    let home = post.author_url().rsplit_once('/').map_or("", |(home, _)| home);
    markup(text, |_| None).to_string().replace("href=\"/", &format!("href=\"{home}/"))
}

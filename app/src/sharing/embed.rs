//! The frame in which another site shows a post.

use super::escape;
use crate::{posts::PostView, words::Words};

/// How much room the other site has, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Space {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Default for Space {
    fn default() -> Self {
        Self { width: 640, height: u32::MAX }
    }
}

/// What stands below the picture, and around it.
const WORDS_HIGH: u32 = 120;
/// No frame is lower or narrower, however little room there is.
const LEAST: u32 = 200;
const HIGHEST: u32 = 1200;

/// The frame's size: as wide as there is room, as high as the first photo needs.
pub(super) fn size(post: &PostView, space: Space) -> (u32, u32) {
    let width = space.width.clamp(LEAST, 1200);
    let photo = post.photos.first().filter(|_| post.warning.is_empty());
    let picture = photo.map_or(0, |photo| {
        (u64::from(width) * u64::from(photo.height) / u64::from(photo.width.max(1))).min(u64::from(HIGHEST)) as u32
    });
    (width, (picture + WORDS_HIGH).clamp(LEAST, HIGHEST).min(space.height.max(LEAST)))
}

/// The HTML of the frame, for another site's page.
pub(super) fn code(post: &PostView, words: &Words, space: Space) -> String {
    let (width, height) = size(post, space);
    format!(
        "<iframe src=\"{}/embed\" width=\"{width}\" height=\"{height}\" title=\"{}\" loading=\"lazy\" \
         frameborder=\"0\" allowfullscreen></iframe>",
        escape::html(&post.absolute_url),
        escape::html(&post.heading(words)),
    )
}

//! What somebody has published for everybody, or what carries a hashtag, for programs that read feeds.
//!
//! The same [`Feed`] is written in three formats. Its addresses are path segments, as names may contain dots.

mod atom;
mod content;
mod json;
mod rss;

use chrono::{DateTime, Utc};

use crate::{
    posts::{Photo, PostView, Stretch},
    viewer::Tenant,
    web::Page,
};

/// A stretch of posts, newest first, with everything the formats say around it.
pub(super) struct Feed {
    pub(super) title: String,
    pub(super) about: String,
    /// The page that shows the same to people.
    pub(super) home: String,
    /// Where it is found, up to the name of its format.
    pub(super) address: String,
    pub(super) picture: Option<String>,
    /// Which stretch of it this is, as its address says: empty for the newest.
    pub(super) turn: String,
    pub(super) newer: Option<String>,
    pub(super) older: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// When something in it changed last.
    pub(super) updated: DateTime<Utc>,
    host: String,
}

pub(super) struct Entry {
    /// The same for ever, whatever becomes of names and hosts.
    id: String,
    post: PostView,
    html: String,
    tags: Vec<String>,
    published: DateTime<Utc>,
    updated: DateTime<Utc>,
}

impl Entry {
    /// The photos that a reader may show at once: none of a post that readers are asked about first.
    fn media(&self) -> impl Iterator<Item = &Photo> {
        self.post.photos.iter().filter(|photo| photo.ready && self.post.warning.is_empty())
    }
}

/// What a feed is of.
pub(super) struct Subject {
    pub(super) title: String,
    pub(super) about: String,
    /// The path of its page.
    pub(super) path: String,
    pub(super) picture: Option<String>,
    /// From when on there can be anything in it.
    pub(super) since: DateTime<Utc>,
}

impl Feed {
    pub(super) fn new(tenant: &Tenant, page: &Page, subject: Subject, stretch: Stretch, turn: String) -> Self {
        let host = tenant.host.name.clone();
        let entries: Vec<Entry> = stretch
            .posts
            .into_iter()
            .map(|(post, tags)| {
                let published = time(&post.published).unwrap_or(subject.since);
                Entry {
                    id: format!("tag:{host},{}:posts/{}", published.format("%Y-%m-%d"), post.id),
                    html: content::html(&post, &page.words),
                    updated: post.edited.as_deref().and_then(time).unwrap_or(published),
                    tags,
                    published,
                    post,
                }
            })
            .collect();
        Self {
            updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(subject.since),
            title: subject.title,
            about: subject.about,
            home: tenant.url(&subject.path),
            address: tenant.url(&format!("{}/feed", subject.path)),
            picture: subject.picture,
            turn,
            newer: stretch.newer.map(|id| format!("?after={id}")),
            older: stretch.older.map(|id| format!("?before={id}")),
            entries,
            host,
        }
    }

    /// Where a stretch of it is found in a format.
    fn at(&self, format: Format, turn: &str) -> String {
        format!("{}/{}{turn}", self.address, format.name())
    }

    pub(super) fn write(&self, format: Format) -> String {
        match format {
            Format::Atom => atom::write(self),
            Format::Rss => rss::write(self),
            Format::Json => json::write(self),
        }
    }

    /// Whether search engines may keep all of it.
    pub(super) fn is_indexable(&self) -> bool {
        self.entries.iter().all(|entry| entry.post.indexable)
    }
}

fn time(iso: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(iso).ok().map(|time| time.to_utc())
}

fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Format {
    Atom,
    Rss,
    Json,
}

impl Format {
    pub(super) const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::Json => "json",
        }
    }

    /// What it is called by people.
    fn title(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON Feed",
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// A feed, for the page it mirrors to name.
pub struct FeedLink {
    pub url: String,
    pub media_type: &'static str,
    pub title: &'static str,
}

/// The feeds of the page at `path`.
pub fn links(path: &str) -> Vec<FeedLink> {
    let link = |format: Format| FeedLink {
        url: format!("{path}/feed/{}", format.name()),
        media_type: format.media_type(),
        title: format.title(),
    };
    Format::ALL.map(link).into()
}

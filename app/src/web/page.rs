//! The shell around every page, and what its template may ask.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{header::ACCEPT_LANGUAGE, request::Parts},
};
use heliograph_entity::{
    account,
    tenant::{self, SignUp},
    user,
    values::{Grid, Motion, Preferences, Theme},
};
use tower_sessions::Session;

use super::{Nonce, OperatorHome, asset_url};
use crate::{
    error::{Error, Result},
    viewer::{Tenant, Viewer},
    words::{Number, Words, grouped},
};

/// A sentence that the next page shows once.
const NOTICE: &str = "notice";

/// What no community has chosen yet: the gold of the mark.
const HUE: i32 = 75;

pub struct Page {
    pub community: Option<Community>,
    pub viewer: Option<Me>,
    /// Who else is signed in in this browser.
    pub others: Others,
    pub locale: String,
    /// Marks this page's own scripts and styles.
    pub nonce: String,
    /// A sentence to be shown once.
    pub notice: Option<String>,
    /// The contents of the page's one nonced `<style>`: what differs from page to page.
    pub style: String,
    /// This page's address as people outside reach it.
    pub canonical: String,
    pub words: Words,
    path: String,
    query: String,
}

pub struct Community {
    pub name: String,
    pub summary: String,
    pub host: String,
    /// Whether there is a way for guests to join.
    pub can_be_joined: bool,
    /// How many newcomers wait for staff to decide.
    pub waiting: i64,
    /// Reports that are open.
    pub reports: i64,
    pub logo: Option<Logo>,
}

impl Community {
    /// How much waits for its staff.
    pub fn asks(&self) -> i64 {
        self.waiting + self.reports
    }
}

/// Where a community's logo is found.
pub struct Logo {
    /// 96 pixels.
    pub small: String,
    /// 384 pixels.
    pub large: String,
}

impl Logo {
    fn of(community: &tenant::Model) -> Option<Self> {
        let address = |name: &String| format!("/media/{name}");
        Some(Self { small: address(community.logo_small.as_ref()?), large: address(community.logo_large.as_ref()?) })
    }
}

/// Where somebody's picture is found.
#[derive(Clone)]
pub struct Avatar {
    /// 96 pixels.
    pub small: String,
    /// 400 pixels.
    pub large: String,
    pub alt: String,
}

impl Avatar {
    pub fn of(account: &account::Model) -> Option<Self> {
        let address = |name: &String| format!("/media/{name}");
        let (small, large) = (account.avatar_small.as_ref()?, account.avatar_large.as_ref()?);
        Some(Self { small: address(small), large: address(large), alt: account.avatar_alt.clone() })
    }

    /// As it is found in another community: through the profile at `url`.
    pub fn below(self, url: &str) -> Self {
        let address = |address: String| address.replacen("/media/", &format!("{url}/pictures/"), 1);
        Self { small: address(self.small), large: address(self.large), alt: self.alt }
    }
}

/// Whoever looks at the page.
pub struct Me {
    pub name: String,
    pub display_name: String,
    pub url: String,
    pub initial: String,
    pub avatar: Option<Avatar>,
    pub is_staff: bool,
    pub is_admin: bool,
    pub may_invite: bool,
    /// Whether the hub's console is here and theirs.
    pub is_operator: bool,
    pub preferences: Preferences,
    /// Whether what they publish is for their followers.
    pub is_private: bool,
    /// How many have asked to follow them and wait for an answer.
    pub requests: u64,
}

/// What waits for whoever looks: put into the request by the capability that knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waiting {
    pub requests: u64,
}

/// Another account that is signed in in this browser.
pub struct Other {
    /// Names the sign-in in forms.
    pub id: String,
    pub name: String,
    pub display_name: String,
    pub initial: String,
}

#[derive(Clone, Default)]
pub struct Others(pub Arc<Vec<Other>>);

impl Page {
    pub fn t(&self, id: &str) -> String {
        self.words.t(id)
    }

    pub fn with(&self, id: &str, name: &'static str, value: &str) -> String {
        self.words.with(id, name, value)
    }

    pub fn count(&self, id: &str, count: impl Number) -> String {
        self.words.count(id, count)
    }

    /// A number by itself, with its digits in groups.
    pub fn number(&self, number: impl Number) -> String {
        grouped(number.number())
    }

    pub fn asset(&self, name: &str) -> String {
        asset_url(name)
    }

    /// Whether whoever looks may make invites.
    pub fn may_invite(&self) -> bool {
        self.viewer.as_ref().is_some_and(|me| me.may_invite)
    }

    pub fn logo(&self) -> Option<&Logo> {
        self.community.as_ref()?.logo.as_ref()
    }

    /// Whether this is the page at `path`.
    pub fn at(&self, path: &str) -> bool {
        self.path == path
    }

    /// Whether this is the page at `path` or one below it.
    pub fn under(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where a form leads back to that was pressed on this page.
    pub fn here(&self) -> String {
        format!("{}{}", self.path, self.query)
    }

    /// Light or dark, when the viewer has chosen one.
    pub fn theme(&self) -> Option<&'static str> {
        let theme = self.viewer.as_ref()?.preferences.theme;
        (theme != Theme::System).then(|| theme.code())
    }

    /// Whether the viewer wants nothing to move, whatever their system says.
    pub fn is_still(&self) -> bool {
        self.viewer.as_ref().is_some_and(|me| me.preferences.motion == Motion::Reduced)
    }

    /// Whether profiles begin with photographs in their own shape.
    pub fn shows_whole(&self) -> bool {
        self.viewer.as_ref().is_some_and(|me| me.preferences.grid == Grid::Whole)
    }

    /// Whether what stands behind a warning is shown without asking.
    pub fn opens_warned(&self) -> bool {
        self.viewer.as_ref().is_some_and(|me| me.preferences.open_warned)
    }

    /// The name of a role in a community.
    pub fn role(&self, code: &str) -> String {
        self.t(&format!("role-{code}"))
    }

    /// Whether what whoever looks publishes is for their followers.
    pub fn is_private(&self) -> bool {
        self.viewer.as_ref().is_some_and(|me| me.is_private)
    }

    /// What a licence means, in a line.
    pub fn licence_about(&self, code: &str) -> String {
        self.t(&format!("licence-{}-about", code.replace('.', "-")))
    }

    /// Sets a picture's shape and its colour, which stand in its place until it has come.
    pub fn picture_style(&mut self, class: &str, (width, height): (u32, u32), tint: &str) {
        self.style.push_str(&picture_style(class, (width, height), tint));
    }

    /// The page without what depends on a session: for errors before there is one.
    pub fn bare(parts: &Parts) -> Self {
        let tenant = parts.extensions.get::<Tenant>();
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let words = Words::accepted_by(header);
        let path = parts.uri.path().to_owned();
        let hue = tenant.map_or(HUE, |tenant| tenant.community.accent_hue);

        Self {
            community: tenant.map(|tenant| Community {
                name: tenant.community.name.clone(),
                summary: tenant.community.summary.clone(),
                host: tenant.host.name.clone(),
                can_be_joined: tenant.community.sign_up != SignUp::Closed,
                waiting: tenant.community.waiting_count,
                reports: tenant.community.reports_count,
                logo: Logo::of(&tenant.community),
            }),
            viewer: parts.extensions.get::<Viewer>().map(|viewer| Me {
                name: viewer.account.name.clone(),
                display_name: viewer.account.shown_name(),
                url: format!("/@{}", viewer.account.name),
                initial: initial(&viewer.account.shown_name()),
                avatar: Avatar::of(&viewer.account),
                is_staff: viewer.is_at_least(user::Role::Moderator),
                is_admin: viewer.is_at_least(user::Role::Admin),
                may_invite: viewer.may_invite(),
                is_operator: viewer.user.operator && parts.extensions.get::<OperatorHome>().is_some(),
                preferences: viewer.preferences(),
                is_private: viewer.account.approves_followers,
                requests: parts.extensions.get::<Waiting>().copied().unwrap_or_default().requests,
            }),
            others: parts.extensions.get::<Others>().cloned().unwrap_or_default(),
            locale: words.tag(),
            nonce: parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
            notice: None,
            style: format!(":root{{--hue:{hue}}}"),
            canonical: tenant.map_or_else(|| path.clone(), |tenant| tenant.url(&path)),
            words,
            path,
            query: parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default(),
        }
    }
}

/// A page that is the same for everybody, whoever asks and in which language: for feeds, for what other sites show,
/// and for what may be kept by caches.
pub struct ForAnybody(pub Page);

impl<S: Send + Sync> FromRequestParts<S> for ForAnybody {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let words = Words::default();
        Ok(Self(Page { viewer: None, others: Others::default(), locale: words.tag(), words, ..Page::bare(parts) }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let mut page = Self::bare(parts);
        if let Some(session) = parts.extensions.get::<Session>()
            && let Ok(Some(id)) = session.get::<String>(NOTICE).await
        {
            page.notice = Some(page.t(&id));
            // Should it fail, the sentence is shown twice.
            let _ = session.remove::<String>(NOTICE).await;
        }
        Ok(page)
    }
}

/// Has the next page of this browser say the message `id`.
pub async fn say_once(session: &Session, id: &str) -> Result<()> {
    session.insert(NOTICE, id).await.map_err(|error| Error::Internal(error.into()))
}

/// What a page's style says of a picture.
pub fn picture_style(class: &str, (width, height): (u32, u32), tint: &str) -> String {
    let ratio = f64::from(width) / f64::from(height.max(1));
    format!(".{class}{{--ratio:{ratio:.4};--tint:{tint}}}")
}

/// The letter that stands for somebody without a picture.
pub fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string()).unwrap_or_else(|| "·".to_owned())
}

//! Making and changing a community.

use heliograph_entity::{
    host,
    tenant::{self, SignUp},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};
use url::Url;

use super::queries;
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    viewer::{Limits, Tenant},
    words::Message,
};

const LONGEST_NAME: usize = 60;
const LONGEST_SUMMARY: usize = 300;
const LONGEST_DESCRIPTION: usize = 10_000;

pub struct NewTenant {
    pub name: String,
    pub summary: String,
    /// A host name, with a port or a whole origin where that matters: `photos.example`, `localhost:8080`.
    pub host: String,
    /// Degrees, 0 to 359.
    pub accent_hue: i32,
    pub sign_up: SignUp,
}

/// Makes a community inside `tx`. A host name has one community for ever.
pub async fn create(app: &App, tx: &Tx, new: NewTenant) -> Result<Tenant> {
    let mut problems = Problems::default();
    let name = problems.check("community", community_name(&new.name));
    let summary = problems.check("summary", short_text(&new.summary, LONGEST_SUMMARY));
    let origin = problems.check("host", parse_origin(&new.host));
    let hue = problems.check("accent", accent(new.accent_hue));
    let (Some(name), Some(summary), Some(origin), Some(accent_hue)) = (name, summary, origin, hue) else {
        return Err(Error::Invalid(problems));
    };

    let now = app.clock.now();
    let Limits { photos_per_post, photo_mb, .. } = Limits::HIGHEST;
    let community = tenant::Model {
        id: app.ids.mint(),
        name,
        summary,
        description: String::new(),
        accent_hue,
        members_count: 0,
        created_at: now,
        photos_per_post,
        photos_per_post_ceiling: photos_per_post,
        photo_mb,
        photo_mb_ceiling: photo_mb,
        member_mb: 20_000,
        member_mb_ceiling: 100_000,
        posts_per_day: 200,
        posts_per_day_ceiling: 1000,
        sign_up: new.sign_up,
        members_invite: false,
        waiting_count: 0,
        reports_count: 0,
        logo_small: None,
        logo_large: None,
        staff_second_factor: false,
        first_steps: true,
        allow_list: false,
        policies_count: 0,
    };
    let host = host::Model {
        id: app.ids.mint(),
        name: origin.host_str().unwrap_or_default().to_owned(),
        kind: host::Kind::Community,
        tenant_id: Some(community.id),
        account_id: None,
        origin: origin.origin().ascii_serialization(),
        created_at: now,
        account_domain: None,
    };

    queries::insert(tx, community.clone()).await?;
    // Nor is it what the handles of another one end with.
    let free = queries::community_of_handles(tx, host.handle_domain()).await?.is_none();
    if !free || !queries::insert_host(tx, host.clone()).await? {
        let taken = Message::new("problem-host-taken").with("host", &host.name);
        return Err(Error::Invalid(Problems::one("host", taken)));
    }
    Ok(Tenant::new(community, host))
}

/// What to change of a community.
#[derive(Default)]
pub struct Changes {
    pub name: Option<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub accent_hue: Option<i32>,
    /// Scheme and port may change, the host's name may not.
    pub origin: Option<String>,
    pub sign_up: Option<SignUp>,
}

impl Changes {
    /// What becomes of the name, the words and the colour, for the log of staff: `Praia → Praia do Norte · 48° → 222°`.
    /// Empty when these stay as they are.
    pub fn of_look(&self, tenant: &Tenant) -> String {
        let of = &tenant.community;
        let words = [(&self.name, &of.name), (&self.summary, &of.summary), (&self.description, &of.description)];
        let words = words.into_iter().filter_map(|(new, old)| {
            let new = new.as_ref().map(|new| new.trim().replace("\r\n", "\n")).filter(|new| new != old)?;
            Some(format!("{} → {}", shortened(old), shortened(&new)))
        });
        let hue = self.accent_hue.filter(|hue| *hue != of.accent_hue);
        let hue = hue.map(|hue| format!("{}° → {hue}°", of.accent_hue));
        let origin = self.origin.as_ref().filter(|origin| **origin != tenant.host.origin);
        let origin = origin.map(|origin| format!("{} → {origin}", tenant.host.origin));
        words.chain(hue).chain(origin).collect::<Vec<_>>().join(" · ")
    }
}

/// So much of somebody's words that they are known again in the log of staff.
pub(super) fn shortened(words: &str) -> String {
    const LONGEST: usize = 60;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("“{}…”", &line[..end]),
        None => format!("“{line}”"),
    }
}

/// Changes what is given, inside `tx`; leaves the rest.
pub async fn update(tx: &Tx, tenant: &Tenant, changes: Changes) -> Result<()> {
    let mut problems = Problems::default();
    let name = changes.name.and_then(|name| problems.check("community", community_name(&name)));
    let summary = changes.summary.and_then(|summary| problems.check("summary", short_text(&summary, LONGEST_SUMMARY)));
    let description =
        changes.description.and_then(|text| problems.check("description", short_text(&text, LONGEST_DESCRIPTION)));
    let hue = changes.accent_hue.and_then(|hue| problems.check("accent", accent(hue)));
    let origin = changes.origin.and_then(|origin| problems.check("origin", same_host(tenant, &origin)));
    problems.into_result()?;

    let change = tenant::ActiveModel {
        id: Unchanged(tenant.id),
        name: name.map_or_else(Default::default, Set),
        summary: summary.map_or_else(Default::default, Set),
        description: description.map_or_else(Default::default, Set),
        accent_hue: hue.map_or_else(Default::default, Set),
        sign_up: changes.sign_up.map_or_else(Default::default, Set),
        ..Default::default()
    };
    if change.is_changed() {
        queries::update(tx, change, tenant.id).await?;
    }
    if let Some(origin) = origin {
        queries::set_origin(tx, tenant.host.id, &origin).await?;
    }
    Ok(())
}

/// An origin that differs from the community's in scheme or port alone.
fn same_host(tenant: &Tenant, typed: &str) -> Result<String, Message> {
    let origin = parse_origin(typed)?;
    if origin.host_str() != Some(&tenant.host.name) {
        return Err(Message::new("problem-host-fixed").with("host", &tenant.host.name));
    }
    Ok(origin.origin().ascii_serialization())
}

fn community_name(typed: &str) -> Result<String, Message> {
    let name = short_text(&typed.replace(char::is_control, " "), LONGEST_NAME)?;
    if name.is_empty() { Err(Message::new("problem-community-missing")) } else { Ok(name) }
}

fn accent(hue: i32) -> Result<i32, Message> {
    if (0..360).contains(&hue) { Ok(hue) } else { Err(Message::new("problem-accent")) }
}

/// Reads a host name as an operator types it. Without a scheme it is https, but for this machine's own names.
pub fn parse_origin(typed: &str) -> Result<Url, Message> {
    let typed = typed.trim().trim_end_matches('/');
    if typed.is_empty() {
        return Err(Message::new("problem-host-missing"));
    }
    let wrong = || Message::new("problem-host-wrong").with("host", typed);
    let with_scheme = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let mut url = Url::parse(&with_scheme).map_err(|_| wrong())?;
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_owned();
    url.set_host(Some(&host)).map_err(|_| wrong())?;
    let local = host == "localhost" || host.ends_with(".localhost");
    if local && !typed.contains("://") {
        url.set_scheme("http").map_err(|()| wrong())?;
    }

    let plain = ["http", "https"].contains(&url.scheme())
        && url.domain().is_some_and(|domain| local || domain.contains('.'))
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && host.len() <= 253
        && host.split('.').all(|label| (1..=63).contains(&label.len()));
    if plain { Ok(url) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::parse_origin;

    #[test]
    fn a_host_is_read_as_operators_type_it() {
        let origin = |typed| parse_origin(typed).map(|url| url.origin().ascii_serialization());

        assert_eq!(origin(" photos.example/ ").as_deref(), Ok("https://photos.example"));
        assert_eq!(origin("Bücher.example").as_deref(), Ok("https://xn--bcher-kva.example"));
        assert_eq!(origin("photos.example.").as_deref(), Ok("https://photos.example"));
        assert_eq!(origin("c.localhost.:8080").as_deref(), Ok("http://c.localhost:8080"));
        assert_eq!(origin("a.localhost:8080").as_deref(), Ok("http://a.localhost:8080"));
        assert_eq!(origin("http://photos.lan:81").as_deref(), Ok("http://photos.lan:81"));
        for wrong in [
            "",
            "photos",
            "photos.example/x",
            "ftp://photos.example",
            "ana@photos.example",
            "10.0.0.1",
            "a b.c",
            "f..example",
            "photos.example#x",
            ":pw@photos.example",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}

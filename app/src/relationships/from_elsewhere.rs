//! "Follow from your server": whoever has no account here is led to the server that they have one on, which asks them
//! there whether they want to follow.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::account;
use url::Url;

use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Problems, Result},
    federation::{standing::standing, webfinger},
    throttle::{self, Allowance},
    viewer::{Tenant, Viewer},
    web::{self, Arrival, Body, Fields, Form, Page, Path},
    words::Message,
};

/// How often other servers are asked for somebody who is not signed in.
const TRIES: Allowance = Allowance { at_once: 10, then_every: Duration::from_secs(20) };
const LONGEST: usize = 300;
/// What is asked for where somebody names their server alone.
const NOBODY: &str = "nobody";

#[derive(Template, WebTemplate)]
#[template(path = "relationships/from_elsewhere.html")]
struct FollowPage {
    page: Page,
    form: Form,
    author: Author,
    /// As it is typed into a search box elsewhere.
    handle: String,
}

/// Leads on by itself, and by a link: a browser does not let the answer to a form lead to another site.
#[derive(Template, WebTemplate)]
#[template(path = "relationships/going_on.html")]
struct GoingOn {
    page: Page,
    author: Author,
    server: String,
    door: String,
}

/// `/@ana/follow`: how to follow her.
pub async fn choose(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Path(name): Path<String>,
) -> Result<Response> {
    if viewer.is_some() {
        let account = accounts::by_handle(app.db.reader(), &tenant, &name).await?.ok_or(Error::NotFound)?;
        let author = accounts::authors(app.db.reader(), &tenant, &[account]).await?.remove(0);
        return Ok(web::see_other(&author.url));
    }
    let account = member(&app, &tenant, &name).await?;
    if account.moved_to.is_some() {
        return Ok(web::see_other(&Author::from(&account).url));
    }
    Ok(shown(page, &tenant, &account, Form::default()).into_response())
}

/// Leads to the server that was named.
pub async fn lead(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Path(name): Path<String>,
    Extension(arrival): Extension<Arrival>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let account = member(&app, &tenant, &name).await?;
    throttle::take(&app, "follow-from-elsewhere", &arrival.network(), TRIES).await?;
    match door(&app, &tenant, &account, fields.get("server").trim()).await {
        Ok(door) => {
            let server = Url::parse(&door).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
            Ok(GoingOn { page, author: Author::from(&account), server, door }.into_response())
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(shown(page, &tenant, &account, form)))
        }
        Err(error) => Err(error),
    }
}

async fn member(app: &App, tenant: &Tenant, name: &str) -> Result<account::Model> {
    let account = accounts::by_name(app.db.reader(), tenant, name).await?.ok_or(Error::NotFound)?;
    if account.state == account::State::Living { Ok(account) } else { Err(Error::Gone) }
}

fn shown(page: Page, tenant: &Tenant, account: &account::Model, form: Form) -> FollowPage {
    let handle = format!("@{}@{}", account.name, tenant.host.handle_domain());
    FollowPage { page, form, author: Author::from(account), handle }
}

/// Where the server of whoever is called `typed` lets its people act on something of elsewhere.
async fn door(app: &App, tenant: &Tenant, account: &account::Model, typed: &str) -> Result<String> {
    let refused = |message: Message| Error::Invalid(Problems::one("server", message));
    if typed.chars().count() > LONGEST {
        let count = typed.chars().count();
        return Err(refused(Message::new("problem-too-long").count("limit", LONGEST).count("length", count)));
    }
    let bare = typed.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let (name, host) = match bare.trim_start_matches('@').split_once('@') {
        Some((name, host)) => (name, host),
        None => (NOBODY, bare),
    };
    let is_host =
        host.contains(['.', ':']) && Url::parse(&format!("https://{host}/")).is_ok_and(|url| url.path() == "/");
    if !is_host {
        return Err(refused(Message::new("problem-no-server").with("typed", typed)));
    }
    let uri = tenant.addresses().account(account.id);
    let encoded: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
    if standing(app.db.reader(), tenant, host).await?.suspended {
        return Err(refused(Message::new("server-is-suspended").with("host", host)));
    }
    match webfinger::behind(app, tenant, name, host).await {
        Ok(found) => {
            let template = found.subscribe.filter(|template| is_of(template, host));
            let template = template.ok_or_else(|| refused(Message::new("problem-no-door").with("host", host)))?;
            Ok(template.replace("{uri}", &encoded))
        }
        // Most have the same door, and know nobody of that name.
        Err(_) if name == NOBODY => Ok(format!("https://{host}/authorize_interaction?uri={encoded}")),
        Err(problem) => {
            tracing::debug!(%problem, host, "a server was asked for its door in vain");
            Err(refused(Message::new("problem-no-door").with("host", host)))
        }
    }
}

/// Whether an address is of that server, or of one under or over it.
fn is_of(address: &str, host: &str) -> bool {
    let of = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let (Some(one), Some(other)) = (of(address), of(&format!("https://{host}/"))) else { return false };
    one == other || one.ends_with(&format!(".{other}")) || other.ends_with(&format!(".{one}"))
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn nobody_is_led_to_a_server_that_they_have_not_named() {
        assert!(is_of("https://peer.example/authorize?uri={uri}", "peer.example"));
        assert!(is_of("https://social.peer.example/authorize?uri={uri}", "peer.example"));
        assert!(is_of("https://peer.example/authorize?uri={uri}", "social.peer.example"));
        assert!(!is_of("https://evil.example/?x={uri}", "peer.example"));
        assert!(!is_of("https://evilpeer.example/?x={uri}", "peer.example"));
    }
}

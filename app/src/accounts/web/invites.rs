use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    tenant::SignUp,
    values::{InviteId, Timestamp},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::sign_up::ClosedPage;
use crate::{
    accounts::{self, Invited, NewInvite},
    app::App,
    error::{Error, Result},
    sessions::Moderator,
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Path, Query},
    words::{Message, Words},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/invites.html")]
struct InvitesPage {
    page: Page,
    form: Form,
    invites: Vec<Row>,
    may_invite: bool,
    older: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/all_invites.html")]
pub struct AllInvitesPage {
    page: Page,
    invites: Vec<Row>,
    may_invite: bool,
    older: Option<String>,
}

/// An invite as it is listed.
struct Row {
    id: InviteId,
    link: String,
    note: String,
    made_by: String,
    /// How far it is used up, and how long it lasts.
    state: String,
    living: bool,
    came: Vec<String>,
}

impl Row {
    fn new(tenant: &Tenant, words: &Words, now: Timestamp, invited: Invited) -> Self {
        let invite = invited.invite;
        let used =
            Message::new("state-invite-used").count("used", invite.uses_made).count("limit", invite.uses_allowed);
        let end = match (invite.revoked_at, invite.expires_at) {
            (Some(at), _) => Message::new("state-invite-revoked").with("date", words.day(at)),
            (None, Some(at)) if at <= now => Message::new("state-invite-expired").with("date", words.day(at)),
            _ if invite.is_living(now) && !invited.counts => Message::new("state-invite-not-here"),
            (None, Some(at)) => Message::new("state-invite-until").with("date", words.moment(at)),
            (None, None) => Message::new("state-invite-forever"),
        };
        Self {
            id: invite.id,
            link: tenant.url(&format!("/invite/{}", invite.code)),
            state: format!("{} {}", words.say(&used), words.say(&end)),
            living: invited.counts,
            note: invite.note,
            made_by: invited.made_by,
            came: invited.came,
        }
    }
}

#[derive(Deserialize)]
pub struct Before {
    before: Option<InviteId>,
}

/// The link of an invite leads to the form.
pub async fn follow(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    session: Session,
    page: Page,
    Path(code): Path<String>,
) -> Result<Response> {
    let invite = accounts::invite_by_code(&app, &tenant, &code).await?.ok_or(Error::NotFound)?;
    if viewer.is_some() {
        web::say_once(&session, "notice-member-already").await?;
        return Ok(web::see_other("/"));
    }
    let closed = tenant.community.sign_up == SignUp::Closed;
    if closed || !accounts::invite_counts(&app, app.db.reader(), &tenant, &invite).await? {
        return Ok((StatusCode::GONE, ClosedPage { page, closed, over: true }).into_response());
    }
    Ok(web::see_other(&format!("/sign-up?invite={}", invite.code)))
}

pub async fn invites(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Query(query): Query<Before>,
) -> Result<Response> {
    let form = Form::new([("uses", "1"), ("days", "7")]);
    Ok(show(&app, &viewer, page, form, query.before).await?.into_response())
}

pub async fn make(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let new = NewInvite {
        note: fields.get("note").to_owned(),
        uses: fields.get("uses").parse().unwrap_or(0),
        days: fields.get("days").parse().unwrap_or(u64::MAX),
    };
    match accounts::invite(&app, &viewer, new).await {
        Ok(_) => {
            web::say_once(&session, "notice-invite-made").await?;
            Ok(web::see_other("/settings/invites"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(show(&app, &viewer, page, form, None).await?))
        }
        Err(error) => Err(error),
    }
}

pub async fn revoke(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(id): Path<InviteId>,
) -> Result<Response> {
    accounts::revoke(&app, &viewer, id).await?;
    web::say_once(&session, "notice-invite-revoked").await?;
    Ok(web::see_other("/settings/invites"))
}

pub async fn all_invites(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Query(query): Query<Before>,
) -> Result<AllInvitesPage> {
    let (invites, older) = rows(&app, &viewer, &page, true, query.before).await?;
    let older = older.map(|last| format!("/console/invites?before={last}"));
    Ok(AllInvitesPage { page, invites, may_invite: viewer.may_invite(), older })
}

pub async fn revoke_any(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    session: Session,
    Path(id): Path<InviteId>,
) -> Result<Response> {
    accounts::revoke(&app, &viewer, id).await?;
    web::say_once(&session, "notice-invite-revoked").await?;
    Ok(web::see_other("/console/invites"))
}

async fn show(app: &App, viewer: &Viewer, page: Page, form: Form, before: Option<InviteId>) -> Result<InvitesPage> {
    let (invites, older) = rows(app, viewer, &page, false, before).await?;
    let older = older.map(|last| format!("/settings/invites?before={last}"));
    Ok(InvitesPage { page, form, invites, may_invite: viewer.may_invite(), older })
}

/// A page of rows, and the last of them when there are more.
async fn rows(
    app: &App,
    viewer: &Viewer,
    page: &Page,
    all: bool,
    before: Option<InviteId>,
) -> Result<(Vec<Row>, Option<InviteId>)> {
    let (invites, more) = accounts::invites(app, viewer, all, before).await?;
    let last = invites.last().filter(|_| more).map(|invited| invited.invite.id);
    let now = app.clock.now();
    let rows = invites.into_iter().map(|invited| Row::new(&viewer.tenant, &page.words, now, invited));
    Ok((rows.collect(), last))
}

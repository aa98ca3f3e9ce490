//! Members: found, looked at, given roles, written about.

use std::collections::HashSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{user::Role, values::UserId};
use serde::Deserialize;
use tower_sessions::Session;

use super::super::{
    change_role as give_role, end_sessions, members::member as find, note, queries, resend_confirmation, roles,
};
use crate::{
    accounts::{self, Author, MemberFilter},
    app::App,
    error::{Error, Problems, Result},
    sessions::{self, Moderator, Proven},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Query},
    words::{Message, size},
};

const PAGE: u64 = 50;
const NOTES: u64 = 100;

const ROLES: [(&str, Role); 4] =
    [("member", Role::Member), ("moderator", Role::Moderator), ("admin", Role::Admin), ("owner", Role::Owner)];

#[derive(Template, WebTemplate)]
#[template(path = "moderation/members.html")]
pub struct MembersPage {
    page: Page,
    q: String,
    role: String,
    roles: Vec<&'static str>,
    members: Vec<Row>,
    next: Option<String>,
}

/// A member in the list.
struct Row {
    author: Author,
    /// For admins alone.
    email: Option<String>,
    role: &'static str,
    joined: String,
    posts: i64,
    confirmed: bool,
    mail_problem: bool,
    /// Of staff, for admins alone: whether a password is all it takes to sign in as them.
    only_password: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "moderation/member.html")]
struct MemberPage {
    page: Page,
    form: Form,
    member: Row,
    mail_says: Option<String>,
    last_seen: Option<String>,
    /// How much of what they may keep.
    kept: Message,
    /// What they may be made.
    givable: Vec<&'static str>,
    own: bool,
    /// Whether they own the community alone, and can't step down.
    last_owner: bool,
    /// Whether they are of a lower rank than the viewer.
    is_below: bool,
    notes: Vec<NoteView>,
}

struct NoteView {
    by: String,
    when: String,
    iso: String,
    text: String,
}

#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    after: String,
}

pub async fn members(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Query(search): Query<Search>,
) -> Result<MembersPage> {
    let q = search.q.trim().replace('\0', "");
    let by_address = q.strip_prefix('@').unwrap_or(&q).contains('@');
    let role = ROLES.into_iter().find(|(code, _)| *code == search.role);
    let sees_addresses = viewer.is_at_least(Role::Admin);
    let which = MemberFilter {
        name: if by_address { "" } else { &q },
        email: if by_address { &q } else { "" },
        role: role.map(|(_, role)| role),
        after: &search.after.replace('\0', ""),
    };
    let mut found = match by_address && !sees_addresses {
        true => Vec::new(),
        false => accounts::members(app.db.reader(), &viewer.tenant, &which, PAGE).await?,
    };
    let more = found.len() as u64 > PAGE;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("q", q.as_str()), ("role", &search.role), ("after", &last.account.name_key)])
            .finish();
        format!("/console/members?{query}")
    });
    let with_second = sessions::with_second_factor(app.db.reader(), found.iter().map(|found| found.user.id)).await?;
    Ok(MembersPage {
        members: found.iter().map(|found| row(&viewer, &page, found, &with_second)).collect(),
        role: role.map_or_else(String::new, |(code, _)| code.to_owned()),
        roles: ROLES.map(|(code, _)| code).into(),
        q,
        next,
        page,
    })
}

pub async fn member(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    _: Proven,
    page: Page,
    Path(name): Path<String>,
) -> Result<Response> {
    Ok(member_page(&app, &viewer, page, &name, Form::default()).await?.into_response())
}

pub async fn change_role(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    _: Proven,
    session: Session,
    page: Page,
    Path(name): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let role = ROLES.into_iter().find(|(code, _)| *code == fields.get("role")).map(|(_, role)| role);
    let given = match role {
        Some(role) => give_role(&app, &viewer, &name, role, fields.get("reason")).await,
        None => Err(Error::Invalid(Problems::one("role", Message::new("problem-role")))),
    };
    answer(&app, &viewer, &session, page, &name, fields, given, "notice-role").await
}

/// Ends every session of a member.
pub async fn sign_out(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    _: Proven,
    session: Session,
    page: Page,
    Path(name): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let done = end_sessions(&app, &viewer, &name, fields.get("why")).await;
    answer(&app, &viewer, &session, page, &name, fields, done, "notice-member-signed-out").await
}

pub async fn add_note(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    session: Session,
    page: Page,
    Path(name): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let noted = note(&app, &viewer, &name, fields.get("text")).await;
    answer(&app, &viewer, &session, page, &name, fields, noted, "notice-noted").await
}

pub async fn confirmation(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    session: Session,
    Path(name): Path<String>,
) -> Result<Response> {
    resend_confirmation(&app, &viewer, &name).await?;
    web::say_once(&session, "notice-confirmation-sent").await?;
    Ok(web::see_other(&format!("/console/members/{name}")))
}

#[expect(clippy::too_many_arguments, reason = "the end of three forms on one page")]
async fn answer(
    app: &App,
    viewer: &Viewer,
    session: &Session,
    page: Page,
    name: &str,
    fields: Fields,
    done: Result<()>,
    notice: &str,
) -> Result<Response> {
    match done {
        Ok(()) => {
            web::say_once(session, notice).await?;
            // Who has given up their own rights has nothing to look for there any more.
            let stays = accounts::of_account(app.db.reader(), viewer.tenant.id, viewer.account.id).await?;
            let stays = stays.is_some_and(|user| user.role >= Role::Moderator);
            Ok(web::see_other(&if stays { format!("/console/members/{name}") } else { "/".to_owned() }))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(member_page(app, viewer, page, name, form).await?))
        }
        Err(error) => Err(error),
    }
}

async fn member_page(app: &App, viewer: &Viewer, page: Page, name: &str, form: Form) -> Result<MemberPage> {
    let db = app.db.reader();
    let (user, account) = find(app, viewer, name).await?;
    let notes = queries::notes_about(db, viewer.tenant.id, account.id, NOTES).await?;
    let authors = accounts::by_ids(db, notes.iter().map(|note| note.author_id)).await?;
    let last_seen = sessions::last_seen(db, &user).await?;
    let with_second = sessions::with_second_factor(db, [user.id]).await?;
    let own = user.id == viewer.user.id;
    let givable = roles::givable(viewer.user.role, own, user.role);
    let last_owner = own && user.role == Role::Owner && accounts::count_owners(db, viewer.tenant.id).await? <= 1;
    let admin = viewer.is_at_least(Role::Admin);

    let notes = notes.into_iter().map(|note| NoteView {
        by: authors.iter().find(|by| by.id == note.author_id).map_or_else(String::new, |by| format!("@{}", by.name)),
        when: page.words.moment(note.created_at),
        iso: note.created_at.to_iso(),
        text: note.text,
    });
    Ok(MemberPage {
        notes: notes.collect(),
        mail_says: user.mail_problem.clone().filter(|_| admin),
        last_seen: last_seen.map(|day| page.words.day(day)),
        kept: Message::new("state-kept-of")
            .with("kept", size(account.bytes_used))
            .with("allowed", size(viewer.tenant.limits().member_bytes())),
        givable: ROLES.into_iter().filter(|(_, role)| givable.contains(role)).map(|(code, _)| code).collect(),
        is_below: user.role < viewer.user.role,
        member: row(viewer, &page, &accounts::Found { account, user }, &with_second),
        own,
        last_owner,
        form,
        page,
    })
}

fn row(viewer: &Viewer, page: &Page, found: &accounts::Found, with_second: &HashSet<UserId>) -> Row {
    let (account, user) = (&found.account, &found.user);
    Row {
        author: Author::from(account),
        email: viewer.is_at_least(Role::Admin).then(|| user.email.clone()),
        role: ROLES.into_iter().find(|(_, role)| *role == user.role).map_or("member", |(code, _)| code),
        joined: page.words.day(account.created_at),
        posts: account.posts_count,
        confirmed: user.confirmed_at.is_some(),
        mail_problem: user.mail_problem.is_some(),
        only_password: user.role > Role::Member && viewer.is_at_least(Role::Admin) && !with_second.contains(&user.id),
    }
}

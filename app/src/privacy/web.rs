//! The section of the settings about what others see.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::account::Connections;
use sea_orm::ActiveEnum;
use tower_sessions::Session;

use super::{OldPosts, make_private, make_public, set_connections, set_findable};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "privacy/settings.html")]
struct PrivacyPage {
    page: Page,
    form: Form,
    waiting: u64,
    private: bool,
    discoverable: bool,
    indexable: bool,
    connections: String,
}

pub async fn form(viewer: Viewer, page: Page) -> Response {
    let form = Form::new([("old", "leave")]);
    privacy_page(&viewer, page, form).into_response()
}

/// Each part of the page is a form of its own, and says which.
pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let changed = match fields.get("part") {
        "private" => match fields.get("old") {
            "leave" => make_private(&app, &viewer, OldPosts::Leave).await,
            "followers" => make_private(&app, &viewer, OldPosts::ForFollowers).await,
            _ => Err(Error::Invalid(Problems::one("old", Message::new("problem-old-posts")))),
        }
        .map(|()| "notice-private"),
        "public" => {
            let (widen, accept) = (fields.get("widen") == "yes", fields.get("accept") == "yes");
            make_public(&app, &viewer, widen, accept).await.map(|()| "notice-public")
        }
        "found" => {
            let (discoverable, indexable) = (fields.get("discoverable") == "yes", fields.get("indexable") == "yes");
            set_findable(&app, &viewer, discoverable, indexable).await.map(|()| "notice-saved-found")
        }
        "connections" => match Connections::try_from_value(&fields.get("connections").to_owned()) {
            Ok(connections) => set_connections(&app, &viewer, connections).await.map(|()| "notice-saved-connections"),
            Err(_) => Err(Error::Invalid(Problems::one("connections", Message::new("problem-connections")))),
        },
        _ => return Err(Error::Malformed("there is no such part of the settings".to_owned())),
    };
    match changed {
        Ok(notice) => {
            web::say_once(&session, notice).await?;
            Ok(web::see_other("/settings/privacy"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(privacy_page(&viewer, page, form)))
        }
        Err(error) => Err(error),
    }
}

fn privacy_page(viewer: &Viewer, page: Page, form: Form) -> PrivacyPage {
    let account = &viewer.account;
    PrivacyPage {
        waiting: page.viewer.as_ref().map_or(0, |me| me.requests),
        private: account.approves_followers,
        discoverable: account.discoverable,
        indexable: account.indexable,
        connections: account.connections.to_value(),
        form,
        page,
    }
}

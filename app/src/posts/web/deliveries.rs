//! What other servers have made of a post, for its author.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    delivery,
    values::{DeliveryId, PostId},
};
use tower_sessions::Session;

use super::super::{PostView, find_own, view_of};
use crate::{
    app::App,
    error::{Error, Result},
    federation::reports::{self, Sent},
    viewer::Viewer,
    web::{self, Page, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "posts/deliveries.html")]
struct DeliveriesPage {
    page: Page,
    post: PostView,
    heading: String,
    taken: usize,
    sent: Vec<Row>,
}

struct Row {
    id: String,
    server: String,
    state: delivery::State,
    /// What has become of it, and of what.
    says: String,
    of: String,
    attempts: i64,
    /// Why it was not taken so far.
    cause: String,
}

impl Row {
    fn new(sent: Sent, page: &Page) -> Self {
        use delivery::State::{Delivered, Dropped, Failed, Waiting};

        let says = match sent.state {
            Delivered => "delivery-delivered",
            Failed => "delivery-failed",
            Dropped => "delivery-dropped",
            Waiting if sent.attempts > 0 => "delivery-again",
            Waiting => "delivery-waiting",
        };
        let of = match sent.verb.as_str() {
            "Create" => "delivery-of-published",
            "Delete" => "delivery-of-deleted",
            _ => "delivery-of-changed",
        };
        let cause = match (sent.state, sent.error, sent.status) {
            (Delivered, ..) => String::new(),
            (_, Some(error), _) => error,
            (_, None, Some(status)) => page.with("delivery-answered", "status", &status.to_string()),
            (_, None, None) => String::new(),
        };
        Self {
            id: sent.id.to_string(),
            server: sent.server,
            state: sent.state,
            says: page.with(says, "at", &page.words.moment(sent.at)),
            of: page.t(of),
            attempts: sent.attempts.into(),
            cause,
        }
    }

    fn is_taken(&self) -> bool {
        self.state == delivery::State::Delivered
    }

    fn is_given_up(&self) -> bool {
        self.state == delivery::State::Failed
    }

    /// Whether there is anything to send once more.
    fn can_be_sent(&self) -> bool {
        self.is_given_up() || (self.state == delivery::State::Waiting && self.attempts > 0)
    }
}

/// `/@ana/{id}/deliveries`: which servers have it, and why others have not.
pub async fn deliveries(
    State(app): State<App>,
    viewer: Viewer,
    mut page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let view = view_of(&app, &viewer.tenant, &author, &post, &mut page).await?;
    let object = viewer.tenant.addresses().post(post.id);
    let sent = reports::report(app.db.reader(), &object).await?;
    let sent: Vec<Row> = sent.into_iter().map(|sent| Row::new(sent, &page)).collect();
    let taken = sent.iter().filter(|row| row.is_taken()).count();
    let heading = view.heading(&page.words);
    Ok(DeliveriesPage { page, post: view, heading, taken, sent }.into_response())
}

/// Sends it once more to a server that has not taken it.
pub async fn resend(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path((name, id, delivery)): Path<(String, PostId, DeliveryId)>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let object = viewer.tenant.addresses().post(post.id);
    let tx = app.db.write_tx().await?;
    if !reports::resend(&app, &tx, (viewer.tenant.id, author.id), &object, delivery).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    web::say_once(&session, "notice-resent").await?;
    Ok(web::see_other(&format!("/@{}/{}/deliveries", author.name, post.id)))
}

//! A letter to see whether letters arrive.

use askama::Template;
use heliograph_entity::values::{TenantId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    accounts,
    app::App,
    jobs::{Job, Outcome},
    mail::{Frame, Letter},
    tenants,
};

/// Mails an operator a few words. What the mail server says against it stands on the page that asked for it.
#[derive(Serialize, Deserialize)]
pub struct SendTest {
    pub tenant_id: TenantId,
    pub user_id: UserId,
}

#[derive(Template)]
#[template(path = "emails/test.txt")]
struct TestText<'a> {
    frame: &'a Frame,
}

#[derive(Template)]
#[template(path = "emails/test.html")]
struct TestHtml<'a> {
    frame: &'a Frame,
}

impl Job for SendTest {
    const NAME: &'static str = "operator.send_test";
    const ATTEMPTS: i32 = 3;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(tenant) = tenants::by_id(db, self.tenant_id).await? else { return Ok(Outcome::Done) };
        let Some((user, _)) = accounts::local(db, self.tenant_id, self.user_id).await? else {
            return Ok(Outcome::Done);
        };
        let frame = &Frame::new(&tenant);
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-test-subject", "community", &frame.community),
            TestText { frame }.render()?,
            TestHtml { frame }.render()?,
        );
        accounts::send(app, &user, letter).await
    }
}

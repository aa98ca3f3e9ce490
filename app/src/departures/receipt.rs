//! The receipt for a deleted account: the last thing its address is used for.

use askama::Template;
use heliograph_entity::values::{AccountId, TenantId};
use serde::{Deserialize, Serialize};

use crate::{
    accounts,
    app::App,
    jobs::{Job, Outcome},
    mail::{Frame, Letter},
    tenants,
    words::Message,
};

/// Mails the receipt, and deletes the address with everything else that only a local account has. When the mail can't
/// be sent for good or for too long, the address goes all the same.
#[derive(Serialize, Deserialize)]
pub struct SendReceipt {
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    pub posts: i64,
}

struct Receipt {
    name: String,
    /// The account, and when it was deleted.
    what: String,
    posts: i64,
}

#[derive(Template)]
#[template(path = "emails/receipt.txt")]
struct ReceiptText<'a> {
    frame: &'a Frame,
    receipt: &'a Receipt,
}

#[derive(Template)]
#[template(path = "emails/receipt.html")]
struct ReceiptHtml<'a> {
    frame: &'a Frame,
    receipt: &'a Receipt,
}

impl Job for SendReceipt {
    const NAME: &'static str = "departures.send_receipt";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(user) = accounts::of_account(db, self.tenant_id, self.account_id).await? else {
            return Ok(Outcome::Done);
        };
        let account = accounts::account(db, self.tenant_id, self.account_id).await?;
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        if let (Some(account), Some(tenant)) = (account, tenant) {
            let frame = &Frame::new(&tenant);
            let when = frame.words.moment(account.deleted_at.unwrap_or(app.clock.now()));
            let handle = format!("@{}@{}", account.name, tenant.host.shown_domain());
            let what = Message::new("email-receipt-what").with("account", handle).with("when", when);
            let receipt = &Receipt { what: frame.words.say(&what), name: account.name.clone(), posts: self.posts };
            let letter = Letter::of(
                &tenant,
                &user.email,
                frame.with("email-receipt-subject", "community", &frame.community),
                ReceiptText { frame, receipt }.render()?,
                ReceiptHtml { frame, receipt }.render()?,
            );
            // What a mail server says about the address would keep it in the job's row.
            app.mail.send(letter).await.map_err(|_| anyhow::anyhow!("the receipt can't be sent now"))?;
        }
        self.exhausted(app).await?;
        Ok(Outcome::Done)
    }

    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        let tx = app.db.write_tx().await?;
        if let Some(user) = accounts::of_account(&tx, self.tenant_id, self.account_id).await? {
            accounts::delete_user(&tx, user.id).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

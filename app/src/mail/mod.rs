//! Sends mail: over SMTP, or into files where no mail server is configured. It is a job of a capability that writes a
//! [`Letter`] and sends it, so that the links in it stand nowhere but in the mail.

mod frame;

use std::path::PathBuf;

use anyhow::Context;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};

pub use frame::Frame;

use crate::{config::Config, storage, viewer::Tenant};

pub struct Mail {
    way: Way,
    from: Option<Mailbox>,
}

enum Way {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>, String),
    Files(AsyncFileTransport<Tokio1Executor>, PathBuf),
}

/// What became of a letter.
#[derive(Debug, PartialEq)]
pub enum Delivery {
    Sent,
    /// For good, in the words of the mail server.
    Refused(String),
}

/// A mail that is ready to go.
pub struct Letter {
    /// Who it is from when the operator has not said: the community's host.
    pub host: String,
    pub community: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    /// A letter of a community.
    pub fn of(tenant: &Tenant, to: &str, subject: String, text: String, html: String) -> Self {
        let (host, community) = (tenant.host.name.clone(), tenant.community.name.clone());
        Self { host, community, to: to.to_owned(), subject, text, html }
    }
}

impl Mail {
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let way = match &config.smtp_url {
            Some(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url.for_lettre())
                    .context("The setting smtp_url (HELIOGRAPH_SMTP_URL) can't be used")?;
                Way::Smtp(Box::new(transport.build()), format!("{url:?}"))
            }
            None => {
                let folder = config.data_dir.join("mail");
                storage::private_folder(&folder)
                    .with_context(|| format!("The mail folder {} can't be made", folder.display()))?;
                Way::Files(AsyncFileTransport::new(&folder), folder)
            }
        };
        Ok(Self { way, from: config.mail_from.clone().map(|from| from.0) })
    }

    /// The mail server, without its password; `None` when mails become files.
    pub fn server(&self) -> Option<&str> {
        match &self.way {
            Way::Smtp(_, server) => Some(server),
            Way::Files(..) => None,
        }
    }

    /// Where mails become files.
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.way {
            Way::Smtp(..) => None,
            Way::Files(_, folder) => Some(folder),
        }
    }

    /// Sends a letter. An error may pass: try again.
    pub async fn send(&self, letter: Letter) -> anyhow::Result<Delivery> {
        let Ok(to) = letter.to.parse::<Mailbox>() else {
            return Ok(Delivery::Refused("the address is not one that mail can be sent to".to_owned()));
        };
        let from = match &self.from {
            Some(from) => from.clone(),
            None => Mailbox::new(Some(letter.community), format!("no-reply@{}", letter.host).parse()?),
        };
        let message = Message::builder()
            .from(from)
            .to(to)
            .subject(letter.subject)
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))?;

        match &self.way {
            Way::Files(transport, folder) => {
                let id = transport.send(message).await?;
                tracing::info!(file = %folder.join(format!("{id}.eml")).display(), "wrote a mail, as no mail server is configured");
                Ok(Delivery::Sent)
            }
            Way::Smtp(transport, _) => match transport.send(message).await {
                Ok(_) => Ok(Delivery::Sent),
                Err(error) if error.is_permanent() => {
                    Ok(Delivery::Refused(format!("the mail server refused it: {error}")))
                }
                Err(error) => Err(error.into()),
            },
        }
    }
}

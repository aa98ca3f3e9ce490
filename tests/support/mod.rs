//! The test kit: a [`Hub`] that really listens, [`Person`]s who use it over HTTP as a browser without scripts does,
//! photographs, and somebody else's [`Site`].

mod database;
mod hub;
pub mod inbound;
pub mod linter;
mod mailbox;
mod page;
mod person;
pub mod photos;
mod remote;
mod site;
pub mod videos;

pub use hub::{Community, Hub, link_in};
pub use mailbox::MailServer;
pub use page::Page;
pub use person::{Answer, Person};
pub use remote::{Received, RemoteServer, send};
pub use site::{Reply, Site};

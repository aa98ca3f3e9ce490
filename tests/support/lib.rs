//! The test kit: a [`Hub`] that really listens, [`Person`]s who use it over HTTP as a browser without scripts does,
//! and photographs.

mod database;
mod hub;
mod page;
mod person;
pub mod photos;

pub use hub::{Community, Hub, link_in};
pub use page::Page;
pub use person::{Answer, Person};

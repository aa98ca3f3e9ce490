//! ActivityPub: the grammar in which servers speak to each other. It knows no capability; each of these describes itself
//! in its own `activity.rs`, and `inbox.rs` lists what is understood of what others say.
//!
//! Every community is a server of its own: it has its own names, keys and inbox on its own host. [`vocabulary`] has the
//! words, [`addresses`] the ids, [`keys`] what is signed with, [`signatures`] how; [`fetch`] asks others for documents,
//! [`reading`], [`actors`] and [`notes`] read them. [`deliver`] writes down what others are to be told, in the transaction that
//! causes it, and [`send`] sends it afterwards; [`reports`] says what became of it.
//! [`standing`] is what the policies of a community make of a server: whether anything is sent to it, or asked of it. docs/FEDERATION.md tells other servers what they can expect.

pub mod actors;
pub mod addresses;
mod answers;
mod deliver;
pub mod domain;
pub mod exif;
mod fetch;
mod forget;
mod keys;
pub mod notes;
mod queries;
pub mod reading;
pub mod reports;
mod schedule;
mod send;
pub mod signatures;
pub mod standing;
pub mod vocabulary;
pub mod webfinger;

pub use answers::{Document, Refusal, deleted, jrd, wants_document};
pub use deliver::{
    Inbox, Said, Urgency, deliver, deliver_for_community, drop_waiting, has_said, has_told, is_sending, note_told,
    reached, reached_by, told,
};
pub use fetch::{Found, NotFetched, fetch};
pub use forget::{ForgetOldActivities, forget, note_received};
pub use keys::{Owner, PrivateKey, PublicKey, Signers, private_key, public_key};
pub use queries::revive;
pub use send::{busy, send_due, work};
pub use signatures::{Claim, Form, Incoming, Outgoing, Wrong, claim, sign};

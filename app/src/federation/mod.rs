//! ActivityPub: the grammar in which servers speak to each other. It knows no capability; each of these describes itself
//! in its own `activity.rs`.
//!
//! Every community is a server of its own: it has its own names, keys and inbox on its own host. [`vocabulary`] has the
//! words, [`addresses`] the ids, [`keys`] what is signed with. docs/FEDERATION.md tells other servers what they can
//! expect.

pub mod addresses;
mod answers;
mod keys;
mod queries;
pub mod vocabulary;

pub use answers::{Document, Refusal, deleted, jrd, wants_document};
pub use keys::{Owner, PrivateKey, PublicKey, forget_key, public_key};

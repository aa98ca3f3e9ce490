//! Leaving for good. The account and all it published are gone for everybody at once ([`leave`]); what was theirs is
//! then purged, step by step ([`Purge`]), until nothing is left but the name, which nobody else gets, and tombstones.

mod leave;
mod purge;
mod receipt;
pub mod web;

pub use leave::{leave, losses};
pub use purge::Purge;
pub use receipt::SendReceipt;

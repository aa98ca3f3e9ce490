//! What a community wants of other servers: which it limits, whose pictures it leaves out, which it has nothing to do with,
//! and whether it federates with listed ones alone.
//!
//! A policy is a row by domain; what all that cover a server make of it is [`standing`](crate::federation::standing),
//! which delivery, the inbox and every list ask. Here they are made, changed and lifted, taken from a list of another
//! community and given to others ([`list`]), and shown to everybody.

mod change;
mod cut;
mod import;
pub mod list;
mod queries;
pub mod web;

pub use change::{Wanted, federate_with_listed, lift, set};
pub use cut::CutOff;
pub use import::{Line, Plan, import, plan};

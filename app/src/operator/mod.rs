//! What the operator of the hub sees and does, over all communities.

mod communities;
mod desk;
mod queries;
mod second_factor;
mod test_letter;
mod usage;
pub mod web;

pub use communities::{NewOwner, drop_job, make, retry_job, set_account_domain, set_ceilings, try_server};
pub use desk::Desk;
pub use queries::asks_second_factor;
pub use second_factor::ask_second_factor;
pub use test_letter::SendTest;
pub use usage::CountUsage;

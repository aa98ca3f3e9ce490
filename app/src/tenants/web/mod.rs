//! Which community a request is for; what a community says about itself; how its admins choose who may join.

mod about;
mod discovery;
mod resolve;
mod sign_up;

pub use about::about;
pub use discovery::{host_meta, nodeinfo, nodeinfo_links};
pub use resolve::resolve;
pub use sign_up::{change_rules, choose, form};

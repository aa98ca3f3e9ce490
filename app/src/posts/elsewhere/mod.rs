//! Posts of other servers. They are kept when somebody here follows their author, when they are for somebody here, when
//! they answer what is here, or when somebody here asked for them; one row for all communities of the hub.

mod fetch;
mod fill;
mod keep;
mod parts;
mod receive;
mod thread;

pub use fetch::{Asked, fetch_post};
pub use fill::{FillProfile, look_again};
pub use receive::{handed_on, pinned, published, removed, revised};
pub use thread::FillThread;
pub(super) use thread::look_at_thread;

//! Home timelines, written ahead: which posts of the accounts that somebody follows, which boosts of these, and which posts
//! of their own stand on their home page. What carries a hashtag that they follow is asked for when they read.
//!
//! A feed is kept for whoever has read it within 30 days, and holds the newest 1 000 posts. Each says from which post
//! on nothing is missing in it; what is older is asked of the accounts themselves ([`entries`]). It holds candidates:
//! whether somebody may see a post is judged when it is read.
//!
//! Whoever publishes holds the lock on their own account, and so does whoever begins to follow them: one of the two
//! always sees the other, and no post is lost between them.

mod fill;
mod queries;
mod read;
mod spread;
mod tend;

pub use fill::Fill;
pub use queries::{Entry, follows_tags, forget, take_in, take_out};
pub use read::{entries, note_reading, seen_to};
pub use spread::{Spread, add, add_boost, remove, remove_boost};
pub use tend::Tend;

/// How many posts a feed holds at the most.
const MOST: u64 = 1000;

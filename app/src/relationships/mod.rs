//! Who follows whom. A follow is a row with a state; what becomes of it is decided in one place, [`next`].
//!
//! Both sides may belong to any community of the hub, and one of them to another server: [`activity`] tells that one.
//! Every change locks both accounts, so that the counts on them are
//! those of the rows. A block ends follows in both directions and keeps others from beginning; what of posts and lists is
//! not shown because of it is judged at reading ([`unblocked`]). A whole server is blocked likewise ([`servers`]).

mod activity;
mod block;
pub mod collections;
mod follow;
mod found;
pub mod from_elsewhere;
mod lead_on;
mod queries;
mod receive;
mod requests;
pub mod servers;
mod suggestions;
mod view;
pub mod web;

pub use activity::{everybody_near, is_followed_elsewhere, is_followed_here, near};
pub use block::{block, forget_blocks, unblock};
pub use follow::{end_some_of, follow, remove_follower, unfollow};
pub use found::finds;
pub use lead_on::lead_some_on;
pub use queries::blocks::{blocked_between, blocks_server, unblocked};
pub use queries::{accepted_follow, followers_waiting, follows, newest_waiting, recount};
pub use receive::{answered, asked, blocked, gone, taken_back};
pub use requests::{AcceptAll, approve, reject};
pub use servers::{count_follows_suspended, count_follows_with, cut_off_some, domain_problem, forget_servers};
pub use suggestions::{Suggestion, suggestions};
pub use view::{Someone, Standing, Ties, people_with, ties};

use heliograph_entity::follow::State;

/// What can happen between somebody and whoever follows them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    /// Somebody asks to follow; whether the other one wants to be asked.
    Asked { first: bool },
    /// The other one lets them.
    Approved,
    /// The other one does not.
    Rejected,
    /// The follower no longer wants to.
    Unfollowed,
    /// The other one lets them go.
    LetGo,
    /// One of them is gone.
    Ended,
}

/// What becomes of a follow; `None` is that there is none.
fn next(follow: Option<State>, event: Event) -> Option<State> {
    match (follow, event) {
        (Some(State::Accepted), Event::Asked { .. } | Event::Approved | Event::Rejected) => Some(State::Accepted),
        (_, Event::Asked { first: true }) => Some(State::Requested),
        (_, Event::Asked { first: false }) => Some(State::Accepted),
        (Some(State::Requested), Event::Approved) => Some(State::Accepted),
        (None, Event::Approved) => None,
        (_, Event::Rejected | Event::Unfollowed | Event::LetGo | Event::Ended) => None,
    }
}

#[cfg(test)]
mod tests {
    use heliograph_entity::follow::State::{Accepted, Requested};

    use super::{Event, next};

    #[test]
    fn asking_answering_and_ending_lead_where_people_expect() {
        let (ask, follow) = (Event::Asked { first: true }, Event::Asked { first: false });
        for (before, event, after) in [
            (None, follow, Some(Accepted)),
            (None, ask, Some(Requested)),
            (Some(Requested), ask, Some(Requested)),
            // They have become public meanwhile.
            (Some(Requested), follow, Some(Accepted)),
            (Some(Accepted), ask, Some(Accepted)),
            (Some(Requested), Event::Approved, Some(Accepted)),
            (None, Event::Approved, None),
            (Some(Requested), Event::Rejected, None),
            (Some(Accepted), Event::Rejected, Some(Accepted)),
            (Some(Requested), Event::Unfollowed, None),
            (Some(Accepted), Event::Unfollowed, None),
            (Some(Requested), Event::LetGo, None),
            (Some(Accepted), Event::LetGo, None),
            (Some(Accepted), Event::Ended, None),
        ] {
            assert_eq!(next(before, event), after, "{before:?}, {event:?}");
        }
    }
}

//! The values that rows hold: small types that cannot be wrong once they exist.

mod email;
mod ids;
mod licence;
mod name;
mod preferences;
mod timestamp;

pub use email::{Email, EmailProblem};
pub use ids::{AccountId, ActId, DraftId, FileId, HostId, Id, ItemId, JobId, NoteId, PostId, TenantId, UserId};
pub use ids::{
    AccountId, ActId, DraftId, FileId, HostId, Id, InviteId, ItemId, JobId, NewcomerId, PostId, RuleId, TenantId,
    UserId,
};
pub use ids::{AccountId, ActId, DraftId, FileId, FollowId, HostId, Id, ItemId, JobId, PostId, TenantId, UserId};
pub use ids::{
    AccountId, ActId, DraftId, FileId, HostId, Id, ItemId, JobId, PasskeyId, PostId, SignInId, TenantId, UserId,
};
pub use licence::Licence;
pub use name::{Name, NameProblem};
pub use preferences::{Grid, Motion, Preferences, Theme};
mod shown;
mod timestamp;

pub use email::{Email, EmailProblem};
pub use ids::{
    AccountId, ActId, DraftId, FileId, HostId, Id, ItemId, JobId, LinkId, PortraitId, PostId, TenantId, UserId,
};
pub use licence::Licence;
pub use name::{Name, NameProblem};
pub use shown::{shown_line, shown_text};
pub use timestamp::Timestamp;

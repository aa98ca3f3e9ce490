//! The values that rows hold: small types that cannot be wrong once they exist.

mod details;
mod email;
mod ids;
mod language;
mod licence;
mod name;
mod preferences;
mod shown;
mod timestamp;

pub use details::{Details, ShownDetails};
pub use email::{Email, EmailProblem};
pub use ids::{
    AccountId, ActId, ActivityId, AliasId, BatchId, BlockId, CutFollowId, DeliveryId, DraftId, FileId, FollowId,
    HostId, Id, InviteId, ItemId, JobId, LikeId, LinkId, NewcomerId, NoteId, PasskeyId, PolicyId, PortraitId, PostId,
    ReportId, RevisionId, RuleId, ServerBlockId, SignInId, TenantId, UserId,
};
pub use language::{LANGUAGES, language};
pub use licence::Licence;
pub use name::{Name, NameProblem};
pub use preferences::{Grid, Motion, Preferences, Theme};
pub use shown::{shown_line, shown_text};
pub use timestamp::Timestamp;

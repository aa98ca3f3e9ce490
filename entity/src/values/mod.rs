//! The values that rows hold: small types that cannot be wrong once they exist.

mod email;
mod ids;
mod licence;
mod name;
mod timestamp;

pub use email::{Email, EmailProblem};
pub use ids::{
    AccountId, ActId, DraftId, FileId, HostId, Id, ItemId, JobId, PasskeyId, PostId, SignInId, TenantId, UserId,
};
pub use licence::Licence;
pub use name::{Name, NameProblem};
pub use timestamp::Timestamp;

//! A type for each table's ids, so that an account's id can never be used where a post's is meant.

use std::{fmt, num::ParseIntError, str::FromStr};

use sea_orm::DeriveValueType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Timestamp;

/// What every id is made of: 41 bits of milliseconds since 2000-01-01 UTC, then 10 bits of node and 12 of sequence.
/// So ids sort by time, and last until 2069.
pub trait Id: Copy + From<i64> + Into<i64> {
    /// Bits below the milliseconds.
    const LOW_BITS: u32 = 22;
    /// 2000-01-01T00:00:00Z in milliseconds since 1970.
    const EPOCH_MS: i64 = 946_684_800_000;

    /// When the id was minted, to the millisecond.
    fn minted_at(self) -> Timestamp {
        let number: i64 = self.into();
        Timestamp::from_millis((number >> Self::LOW_BITS) + Self::EPOCH_MS)
    }

    /// The least id that could be minted at `time`.
    fn first_of(time: Timestamp) -> Self {
        Self::from((time.millis() - Self::EPOCH_MS).max(0) << Self::LOW_BITS)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub i64);

        impl Id for $name {}

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            /// Only as it is written: no sign, no zeros before it.
            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                let written = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
                if written { text.parse().map(Self) } else { "".parse().map(Self) }
            }
        }

        /// As a string: a 64-bit number does not survive JavaScript.
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    TenantId, HostId, AccountId, UserId, JobId, FileId, ItemId, DraftId, ActId, NoteId, LinkId, PortraitId, InviteId,
    NewcomerId, RuleId, FollowId, SignInId, PasskeyId, RevisionId, BatchId, ActivityId,
    DeliveryId, LikeId, BlockId, PolicyId, ServerBlockId, CutFollowId, AliasId, ReportId,
    /// Minted from the moment of publication, so that the order of ids is the order of reading.
    PostId,
}

#[cfg(test)]
mod tests {
    use super::{Id, PostId};

    #[test]
    fn an_id_tells_its_time_and_travels_as_a_string() {
        let id = PostId((1_000 << PostId::LOW_BITS) | 77);

        assert_eq!(id.minted_at().millis(), PostId::EPOCH_MS + 1_000);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(PostId::first_of(id.minted_at()), PostId(1_000 << PostId::LOW_BITS));
    }
}

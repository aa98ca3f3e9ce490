//! Randomness that nobody can foresee.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{RngCore, TryRngCore, rngs::OsRng};

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rng;

impl Rng {
    pub fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        OsRng.unwrap_err().fill_bytes(&mut bytes);
        bytes
    }

    /// 256 bits in letters, digits, `-` and `_`: fit for a link.
    pub fn token(self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// 128 bits in letters, digits, `-` and `_`: fit for a file's name or a nonce.
    pub fn short_token(self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<16>())
    }

    /// Any number from 0 up.
    pub fn number(self) -> i64 {
        i64::from_le_bytes(self.bytes()) & i64::MAX
    }
}

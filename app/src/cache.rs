//! What this process remembers of what it has read, so that a page is not put together anew for everybody who looks.
//!
//! Nothing is taken from here that may not be shown: whoever asks finds out first, in the database, what may be seen and
//! in which version, and then takes that version from here if it is there.

use std::{
    any::{Any, TypeId},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::{Duration, Instant},
};

use quick_cache::{Weighter, sync};

/// Bytes for everything together. What was not asked for lately makes room.
const MOST: u64 = 24 * 1024 * 1024;

/// A rough guess, for the first tables.
const USUAL: usize = 4096;

/// Nothing is remembered for longer: should a change go unnoticed in spite of its version, it comes to light by then.
const LIFE: Duration = Duration::from_secs(10 * 60);

/// What a value is of: ids, for the most part.
pub type Key = [i64; 3];

/// The key of something that has a name. Two names may have one key: a value says itself what it is of.
pub fn key_of(name: &str) -> Key {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    [hasher.finish() as i64, 0, 0]
}

pub struct Cache(sync::Cache<(TypeId, Key), Kept, ByBytes>);

#[derive(Clone)]
struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    bytes: u64,
    since: Instant,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<(TypeId, Key), Kept> for ByBytes {
    fn weight(&self, _: &(TypeId, Key), kept: &Kept) -> u64 {
        kept.bytes
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self(sync::Cache::with_weighter(USUAL, MOST, ByBytes))
    }
}

impl Cache {
    /// The value of that type and key.
    pub fn get<T: Any + Send + Sync>(&self, key: Key) -> Option<Arc<T>> {
        let kept = self.0.get(&(TypeId::of::<T>(), key)).filter(|kept| kept.since.elapsed() < LIFE)?;
        kept.value.downcast().ok()
    }

    /// In place of what was there under that key. `bytes` is about what it takes in memory.
    pub fn put<T: Any + Send + Sync>(&self, key: Key, value: Arc<T>, bytes: usize) {
        let kept = Kept { value, bytes: bytes.max(1) as u64, since: Instant::now() };
        self.0.insert((TypeId::of::<T>(), key), kept);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Cache, MOST};

    #[test]
    fn values_of_different_types_do_not_meet() {
        let cache = Cache::default();
        cache.put([1, 2, 3], Arc::new("a".to_owned()), 100);
        cache.put([1, 2, 3], Arc::new(7_u8), 100);
        assert_eq!(cache.get::<String>([1, 2, 3]).as_deref().map(String::as_str), Some("a"));
        assert_eq!(cache.get::<u8>([1, 2, 3]).as_deref(), Some(&7));
        assert!(cache.get::<u8>([1, 2, 4]).is_none());
    }

    #[test]
    fn it_holds_so_many_bytes_and_no_more() {
        let cache = Cache::default();
        let many = 100;
        for number in 0..many {
            cache.put([number, 0, 0], Arc::new(number), MOST as usize / 10);
        }
        assert!((0..many).filter(|number| cache.get::<i64>([*number, 0, 0]).is_some()).count() <= 10);
    }
}

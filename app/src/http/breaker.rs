//! Which hosts are left alone for a while, because they could not be reached several times in a row: whoever waits for one of
//! them waits for nothing.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// In a row.
const FAILURES: u32 = 5;
const REST: Duration = Duration::from_secs(5 * 60);
/// Hosts that are remembered.
const MOST: usize = 2000;

#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<HashMap<String, Silent>>);

#[derive(Debug)]
struct Silent {
    failures: u32,
    last: Instant,
}

impl Breaker {
    /// Whether the host is not asked now. After its rest it is, once, and rests again if that is in vain.
    pub(super) fn rests(&self, host: &str, now: Instant) -> bool {
        let mut silent = self.silent();
        let Some(silent) = silent.get_mut(host).filter(|silent| silent.failures >= FAILURES) else { return false };
        let rests = now.duration_since(silent.last) < REST;
        if !rests {
            // The others wait for how this one fares.
            silent.last = now;
        }
        rests
    }

    pub(super) fn note(&self, host: &str, answers: bool, now: Instant) {
        let mut silent = self.silent();
        if answers {
            silent.remove(host);
            return;
        }
        if silent.len() >= MOST {
            silent.retain(|_, silent| now.duration_since(silent.last) < REST);
        }
        if silent.len() < MOST || silent.contains_key(host) {
            let of_host = silent.entry(host.to_owned()).or_insert(Silent { failures: 0, last: now });
            of_host.failures = of_host.failures.saturating_add(1);
            of_host.last = now;
        }
    }

    fn silent(&self) -> MutexGuard<'_, HashMap<String, Silent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Breaker, MOST, REST};

    /// R28.
    #[test]
    fn a_host_that_is_silent_is_left_alone_and_asked_again_later() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let note = |answers: bool, now: Instant| breaker.note("peer.example", answers, now);
        (0..4).for_each(|_| note(false, start));
        assert!(!breaker.rests("peer.example", start));
        note(true, start);
        (0..5).for_each(|_| note(false, start));
        assert!(breaker.rests("peer.example", start) && !breaker.rests("other.example", start));

        let later = start + REST;
        assert!(!breaker.rests("peer.example", later) && breaker.rests("peer.example", later), "it is asked once");
        note(false, later);
        assert!(breaker.rests("peer.example", later + Duration::from_secs(1)));
        note(true, later);
        assert!(!breaker.rests("peer.example", later));
    }

    #[test]
    fn nobody_fills_it_with_names() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        (0..2 * MOST).for_each(|number| breaker.note(&format!("{number}.example"), false, start));
        assert_eq!(breaker.silent().len(), MOST);
        breaker.note("new.example", false, start + REST);
        assert_eq!(breaker.silent().len(), 1);
    }
}

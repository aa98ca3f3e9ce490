//! What an answer to a delivery means, and when it is tried again.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Seconds until the next attempt, after each that has failed.
const WAITS: [u64; 9] =
    [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR, 24 * HOUR];
/// A server that has not let us in may yet: Mastodon says so to whoever has many hosts that are new to it.
const ATTEMPTS_UNAUTHORISED: usize = 5;
const ATTEMPTS_NOT_FOUND: usize = 2;
/// Longer is not waited, whatever a server asks for.
const LONGEST: Duration = Duration::from_secs(24 * HOUR);

/// What came of an attempt; without a status the server was not reached.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Attempted {
    pub status: Option<u16>,
    pub retry_after: Option<Duration>,
    pub error: String,
}

#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    Delivered,
    Again(Duration),
    Failed,
    /// There is no such inbox any more.
    Gone,
}

impl Attempted {
    /// Whether nothing else would fare better with this server now.
    pub(super) fn is_the_servers_fault(&self) -> bool {
        self.status.is_none_or(|status| status >= 500 || status == 408 || status == 429)
    }
}

/// `attempts` counts this one; `random` spreads by a fifth what failed together.
pub(super) fn verdict(attempted: &Attempted, attempts: i32, random: i64) -> Verdict {
    let attempts = usize::try_from(attempts).unwrap_or(1).max(1);
    let most = match attempted.status {
        Some(200..=299) => return Verdict::Delivered,
        Some(410) => return Verdict::Gone,
        Some(401) => ATTEMPTS_UNAUTHORISED,
        Some(404) => ATTEMPTS_NOT_FOUND,
        Some(408 | 429 | 500..) | None => WAITS.len() + 1,
        Some(_) => 1,
    };
    if attempts >= most {
        return Verdict::Failed;
    }
    Verdict::Again(wait(attempts, random).max(attempted.retry_after.unwrap_or_default()).min(LONGEST * 6 / 5))
}

/// How long is waited after so many failures in a row.
pub(super) fn wait(failures: usize, random: i64) -> Duration {
    let seconds = WAITS[failures.clamp(1, WAITS.len()) - 1];
    let spread = random.unsigned_abs() % (seconds * 1000 / 5);
    Duration::from_millis(seconds * 1000 + spread)
}

/// `Retry-After` in seconds, or as a moment.
pub(super) fn retry_after(header: &str, now: i64) -> Option<Duration> {
    let seconds = match header.trim().parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => chrono::DateTime::parse_from_rfc2822(header.trim()).ok()?.timestamp() - now,
    };
    Some(Duration::from_secs(u64::try_from(seconds).ok()?).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Attempted, Verdict, WAITS, retry_after, verdict};

    fn after(status: impl Into<Option<u16>>, attempts: i32) -> Verdict {
        verdict(&Attempted { status: status.into(), ..Attempted::default() }, attempts, 0)
    }

    #[test]
    fn what_may_pass_is_tried_for_four_days() {
        for status in [None, Some(500), Some(503), Some(408), Some(429)] {
            for (attempts, seconds) in (1..).zip(WAITS) {
                assert_eq!(after(status, attempts), Verdict::Again(Duration::from_secs(seconds)), "{status:?}");
            }
            assert_eq!(after(status, 10), Verdict::Failed);
        }
        assert_eq!((after(202, 1), after(410, 1)), (Verdict::Delivered, Verdict::Gone));
        for status in [301, 400, 403, 413, 422] {
            assert_eq!(after(status, 1), Verdict::Failed, "{status}");
        }
    }

    #[test]
    fn some_refusals_are_asked_about_again() {
        let tries = |status| (1..20).take_while(|attempts| after(status, *attempts) != Verdict::Failed).count() + 1;
        assert_eq!((tries(401), tries(404), tries(403)), (5, 2, 1));
    }

    #[test]
    fn what_failed_together_does_not_return_together() {
        for random in [0, 7, i64::MAX, 11_999] {
            let Verdict::Again(wait) = verdict(&Attempted::default(), 1, random) else { panic!("once more") };
            assert!((Duration::from_secs(60)..=Duration::from_secs(72)).contains(&wait), "{wait:?}");
        }
    }

    #[test]
    fn a_server_says_when_to_come_back() {
        assert_eq!(retry_after("120", 0), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 22 Nov 2026 12:02:00 GMT", 1_795_348_800), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("99999999", 0), Some(Duration::from_secs(86_400)));
        for other in ["", "soon", "-5"] {
            assert_eq!(retry_after(other, 0), None, "{other}");
        }
        let waiting =
            Attempted { status: Some(429), retry_after: Some(Duration::from_secs(600)), ..Attempted::default() };
        assert_eq!(verdict(&waiting, 1, 0), Verdict::Again(Duration::from_secs(600)));
    }
}

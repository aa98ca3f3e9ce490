//! What time it is. The rest of the hub asks here, so that tests can let a month pass.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use heliograph_entity::values::Timestamp;

#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Microseconds that tests have moved the clock ahead by.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time is read")]
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::from(chrono::Utc::now());
        Timestamp(now.0 + self.ahead.load(Ordering::Relaxed))
    }

    /// Lets `duration` pass at once.
    pub fn advance(&self, duration: Duration) {
        let micros = duration.as_micros().try_into().unwrap_or(i64::MAX);
        self.ahead.fetch_add(micros, Ordering::Relaxed);
    }
}

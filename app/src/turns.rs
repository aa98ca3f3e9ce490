//! How many workers one server keeps busy. A server that answers slowly on purpose, or all that share its domain, holds up what
//! it says itself, and not what others say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};
use url::{Host, Url};

/// Of those whose turn it is not, how long one waits.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long nobody waits after that.
const PAUSE: Duration = Duration::from_secs(5);
/// Domains that are remembered before those that hold nothing are forgotten.
const MOST: usize = 1000;

/// So many may be at work for one domain at the same time.
pub struct Turns {
    each: usize,
    domains: Mutex<HashMap<String, Domain>>,
}

struct Domain {
    places: Arc<Semaphore>,
    /// Until when it is known to be slow.
    slow_until: Instant,
}

impl Turns {
    pub fn new(each: usize) -> Self {
        Self { each, domains: Mutex::default() }
    }

    /// A place, as long as it is held; `None` where all are taken and stay so.
    pub async fn take(&self, url: &str) -> Option<OwnedSemaphorePermit> {
        let domain = domain_of(url);
        let (places, slow_until) = self.places(&domain);
        if let Ok(place) = places.clone().try_acquire_owned() {
            return Some(place);
        }
        if slow_until > Instant::now() {
            return None;
        }
        if let Ok(place) = timeout(PATIENCE, places.acquire_owned()).await {
            return place.ok();
        }
        if let Some(domain) = self.domains().get_mut(&domain) {
            domain.slow_until = Instant::now() + PAUSE;
        }
        None
    }

    /// A place at once, or none.
    pub fn try_take(&self, url: &str) -> Option<OwnedSemaphorePermit> {
        self.places(&domain_of(url)).0.try_acquire_owned().ok()
    }

    fn places(&self, domain: &str) -> (Arc<Semaphore>, Instant) {
        let mut domains = self.domains();
        if domains.len() >= MOST {
            domains.retain(|_, domain| domain.places.available_permits() < self.each);
        }
        let fresh = || Domain { places: Arc::new(Semaphore::new(self.each)), slow_until: Instant::now() };
        let domain = domains.entry(domain.to_owned()).or_insert_with(fresh);
        (domain.places.clone(), domain.slow_until)
    }

    fn domains(&self) -> std::sync::MutexGuard<'_, HashMap<String, Domain>> {
        self.domains.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// What one owner hands out names below: whoever has a domain has as many hosts as they like.
pub fn domain_of(url: &str) -> String {
    let url = Url::parse(url).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => psl::domain_str(name).unwrap_or(name).to_owned(),
        Some(address) => address.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Turns, domain_of};

    #[test]
    fn hosts_of_one_owner_are_one() {
        for url in ["https://a.evil.example/x", "https://b.c.evil.example:444/", "https://evil.example"] {
            assert_eq!(domain_of(url), "evil.example");
        }
        assert_eq!(domain_of("https://[2001:db8::1]/"), "[2001:db8::1]");
        assert_eq!(domain_of("nothing"), "");
    }

    #[tokio::test]
    async fn a_slow_server_holds_up_itself_alone() {
        let turns = Turns::new(2);
        let slow = [turns.take("https://a.evil.example").await, turns.take("https://b.evil.example").await];
        assert!(slow.iter().all(Option::is_some) && turns.try_take("https://evil.example").is_none());
        let began = tokio::time::Instant::now();
        assert!(turns.take("https://c.evil.example").await.is_none());
        assert_eq!(began.elapsed().as_secs(), 1);
        assert!(turns.take("https://c.evil.example").await.is_none());
        assert_eq!(began.elapsed().as_secs(), 1, "nobody waits a second time");
        assert!(turns.take("https://peer.example").await.is_some());
        drop(slow);
        assert!(turns.take("https://c.evil.example").await.is_some());
    }
}

use std::time::Duration;

use crate::support::Hub;
use heliograph::{
    error::Error,
    throttle::{self, Allowance},
};

const THREE_AND_ONE_A_MINUTE: Allowance = Allowance { at_once: 3, then_every: Duration::from_secs(60) };

async fn tries(hub: &Hub, whom: &str) -> Option<Duration> {
    match throttle::take(&hub.app, "test", whom, THREE_AND_ONE_A_MINUTE).await {
        Ok(()) => None,
        Err(Error::TooMany(wait)) => Some(wait),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn so_many_tries_at_once_and_then_one_every_so_often() {
    let hub = Hub::start().await;
    for _ in 0..3 {
        assert_eq!(tries(&hub, "ana").await, None);
    }
    let wait = tries(&hub, "ana").await.expect("a wait");
    assert!(wait > Duration::from_secs(50) && wait <= Duration::from_secs(60), "{wait:?}");
    assert_eq!(tries(&hub, "tom").await, None, "others are others");

    hub.clock.advance(Duration::from_secs(61));
    assert_eq!(tries(&hub, "ana").await, None);
    assert!(tries(&hub, "ana").await.is_some());

    throttle::forgive(&hub.app, "test", "ana").await.expect("forgiven");
    assert_eq!(tries(&hub, "ana").await, None);
}

#[tokio::test]
async fn of_many_at_the_same_time_no_more_get_through() {
    let hub = Hub::start().await;
    let all = (0..40).map(|_| tries(&hub, "ana"));
    let through = futures_util::future::join_all(all).await.into_iter().filter(Option::is_none).count();
    assert_eq!(through, 3);
}

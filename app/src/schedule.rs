//! Every job and every clock.

use std::time::Duration;

use crate::{accounts, feed, jobs, jobs::Schedule, media, posts, relationships, sessions, throttle};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

pub fn schedule() -> Schedule {
    Schedule::default()
        .job::<accounts::SendConfirmation>()
        .job::<media::MakeRenditions>()
        .job::<posts::PublishWhenReady>()
        .job::<posts::SettlePictures>()
        .job::<relationships::AcceptAll>()
        .job::<feed::Fill>()
        .job::<feed::Spread>()
        .every::<media::SweepFiles>(10 * MINUTE)
        .every::<feed::Tend>(HOUR)
        .every::<posts::PurgeDeleted>(HOUR)
        .every::<posts::ForgetDrafts>(HOUR)
        .every::<sessions::ForgetExpired>(HOUR)
        .every::<throttle::ForgetOldTries>(HOUR)
        .every::<jobs::ForgetFinished>(HOUR)
}

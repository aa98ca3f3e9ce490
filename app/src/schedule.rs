//! Every job and every clock.

use std::time::Duration;

use crate::{accounts, jobs, jobs::Schedule, media, posts, sessions, throttle};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

pub fn schedule() -> Schedule {
    Schedule::default()
        .job::<accounts::SendChange>()
        .job::<accounts::SendConfirmation>()
        .job::<accounts::SendEmailChange>()
        .job::<accounts::SendEmailChanged>()
        .job::<accounts::SendReset>()
        .job::<sessions::SendNewDevice>()
        .job::<media::MakeRenditions>()
        .job::<posts::PublishWhenReady>()
        .every::<media::SweepFiles>(10 * MINUTE)
        .every::<posts::PurgeDeleted>(HOUR)
        .every::<posts::ForgetDrafts>(HOUR)
        .every::<sessions::ForgetExpired>(HOUR)
        .every::<sessions::ForgetOldDevices>(24 * HOUR)
        .every::<throttle::ForgetOldTries>(HOUR)
        .every::<jobs::ForgetFinished>(HOUR)
}

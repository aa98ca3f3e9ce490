//! Every job and every clock.

use std::time::Duration;

use crate::{accounts, jobs, jobs::Schedule, media, posts, proof_of_work, sessions, throttle};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

pub fn schedule() -> Schedule {
    Schedule::default()
        .job::<accounts::SendConfirmation>()
        .job::<accounts::SendWelcome>()
        .job::<accounts::TellStaff>()
        .job::<accounts::SendWaiting>()
        .job::<accounts::SendDecision>()
        .job::<media::MakeRenditions>()
        .job::<posts::PublishWhenReady>()
        .every::<media::SweepFiles>(10 * MINUTE)
        .every::<posts::PurgeDeleted>(HOUR)
        .every::<posts::ForgetDrafts>(HOUR)
        .every::<sessions::ForgetExpired>(HOUR)
        .every::<throttle::ForgetOldTries>(HOUR)
        .every::<accounts::ForgetNewcomers>(HOUR)
        .every::<proof_of_work::ForgetSpent>(HOUR)
        .every::<jobs::ForgetFinished>(HOUR)
}

//! Every job and every clock.

use std::time::Duration;

use crate::{accounts, departures, jobs, jobs::Schedule, media, operator, posts, sessions, throttle};
use crate::{accounts, jobs, jobs::Schedule, media, posts, profiles, sessions, throttle};
use crate::{accounts, jobs, jobs::Schedule, media, posts, proof_of_work, sessions, throttle};
use crate::{accounts, feed, jobs, jobs::Schedule, media, posts, relationships, sessions, throttle};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

pub fn schedule() -> Schedule {
    Schedule::default()
        .job::<accounts::SendChange>()
        .job::<accounts::SendConfirmation>()
        .job::<departures::Purge>()
        .job::<departures::SendReceipt>()
        .job::<accounts::SendWelcome>()
        .job::<accounts::TellStaff>()
        .job::<accounts::SendWaiting>()
        .job::<accounts::SendDecision>()
        .job::<accounts::SendEmailChange>()
        .job::<accounts::SendEmailChanged>()
        .job::<accounts::SendReset>()
        .job::<sessions::SendNewDevice>()
        .job::<media::MakeRenditions>()
        .job::<operator::SendTest>()
        .job::<posts::PublishWhenReady>()
        .job::<profiles::CheckLink>()
        .job::<posts::SettlePictures>()
        .job::<relationships::AcceptAll>()
        .job::<feed::Fill>()
        .job::<feed::Spread>()
        .every::<media::SweepFiles>(10 * MINUTE)
        .every::<feed::Tend>(HOUR)
        .every::<posts::PurgeDeleted>(HOUR)
        .every::<posts::ForgetDrafts>(HOUR)
        .every::<profiles::RecheckLinks>(HOUR)
        .every::<sessions::ForgetExpired>(HOUR)
        .every::<sessions::ForgetOldDevices>(24 * HOUR)
        .every::<throttle::ForgetOldTries>(HOUR)
        .every::<accounts::ForgetNewcomers>(HOUR)
        .every::<proof_of_work::ForgetSpent>(HOUR)
        .every::<jobs::ForgetFinished>(HOUR)
        .every::<operator::CountUsage>(HOUR)
}

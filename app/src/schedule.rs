//! Every job and every clock.

use std::time::Duration;

use crate::{
    accounts, departures, federation, feed, inbox, jobs, jobs::Schedule, media, moving, operator, policies, posts,
    profiles, proof_of_work, relationships, sessions, throttle,
};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

pub fn schedule() -> Schedule {
    Schedule::default()
        .job::<accounts::LearnDomain>()
        .job::<accounts::SendChange>()
        .job::<accounts::SendConfirmation>()
        .job::<accounts::SendDecision>()
        .job::<accounts::SendEmailChange>()
        .job::<accounts::SendEmailChanged>()
        .job::<accounts::SendHandOver>()
        .job::<accounts::SendReset>()
        .job::<accounts::SendWaiting>()
        .job::<accounts::SendWelcome>()
        .job::<accounts::TellStaff>()
        .job::<departures::Purge>()
        .job::<departures::SendReceipt>()
        .job::<feed::Fill>()
        .job::<feed::Spread>()
        .job::<inbox::Process>()
        .job::<media::FetchPicture>()
        .job::<media::MakeRenditions>()
        .job::<moving::CheckMove>()
        .job::<moving::LeadOn>()
        .job::<moving::TellMove>()
        .job::<operator::SendTest>()
        .job::<policies::CutOff>()
        .job::<posts::FillProfile>()
        .job::<posts::FillThread>()
        .job::<posts::PublishScheduled>()
        .job::<posts::PublishWhenReady>()
        .job::<posts::SettlePictures>()
        .job::<posts::batch::RunBatch>()
        .job::<posts::SettlePost>()
        .job::<posts::TellPost>()
        .job::<profiles::CheckLink>()
        .job::<profiles::TellProfile>()
        .job::<relationships::AcceptAll>()
        .job::<sessions::SendNewDevice>()
        .every::<accounts::ForgetNewcomers>(HOUR)
        .every::<accounts::ForgetOldLinks>(24 * HOUR)
        .every::<federation::ForgetOldActivities>(HOUR)
        .every::<feed::Tend>(HOUR)
        .every::<jobs::ForgetFinished>(HOUR)
        .every::<media::ForgetPictures>(24 * HOUR)
        .every::<media::SweepFiles>(10 * MINUTE)
        .every::<operator::CountUsage>(HOUR)
        .every::<posts::ForgetDrafts>(HOUR)
        .every::<posts::ForgetUnsaved>(HOUR)
        .every::<posts::PurgeDeleted>(HOUR)
        .every::<profiles::RecheckLinks>(HOUR)
        .every::<proof_of_work::ForgetSpent>(HOUR)
        .every::<sessions::ForgetExpired>(HOUR)
        .every::<sessions::ForgetOldDevices>(24 * HOUR)
        .every::<throttle::ForgetOldTries>(HOUR)
}

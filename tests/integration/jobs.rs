use std::{
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use crate::support::Hub;
use heliograph::{
    app::App,
    jobs::{self, Job, Outcome, Schedule},
};
use heliograph_entity::job;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

const HOUR: Duration = Duration::from_secs(3600);

/// A hub whose own workers rest, so that a test does the work.
async fn resting() -> Hub {
    Hub::configured(|config| config.workers = 0).await
}

async fn enqueue(app: &App, job: &impl Job) {
    let tx = app.db.write_tx().await.expect("a transaction");
    jobs::enqueue(app, &tx, None, job).await.expect("enqueued");
    tx.commit().await.expect("committed");
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
async fn all(app: &App) -> Vec<job::Model> {
    job::Entity::find().all(app.db.reader()).await.expect("the jobs")
}

macro_rules! job {
    ($name:ident, $label:literal, $attempts:literal, $app:ident => $body:expr) => {
        #[derive(Default, Serialize, Deserialize)]
        struct $name {}

        impl Job for $name {
            const NAME: &'static str = $label;
            const ATTEMPTS: i32 = $attempts;

            async fn run(self, $app: &App) -> anyhow::Result<Outcome> {
                $body
            }
        }
    };
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_until_it_succeeds() {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    job!(Stubborn, "test.stubborn", 5, _app => {
        anyhow::ensure!(TRIED.fetch_add(1, Ordering::Relaxed) == 2, "not this time");
        Ok(Outcome::Done)
    });
    let hub = resting().await;
    let schedule = Schedule::default().job::<Stubborn>();
    enqueue(&hub.app, &Stubborn {}).await;

    jobs::work_off(&hub.app, &schedule).await.expect("worked");
    let waiting = all(&hub.app).await.remove(0);
    assert_eq!(
        (waiting.state, waiting.attempts, waiting.last_error.as_deref()),
        (job::State::Waiting, 1, Some("not this time"))
    );
    for _ in 0..3 {
        hub.clock.advance(HOUR);
        jobs::work_off(&hub.app, &schedule).await.expect("worked");
    }
    let done = all(&hub.app).await.remove(0);
    assert_eq!((done.state, done.attempts, TRIED.load(Ordering::Relaxed)), (job::State::Done, 3, 3));
}

#[tokio::test]
async fn a_job_that_always_fails_or_panics_ends() {
    job!(Hopeless, "test.hopeless", 3, _app => anyhow::bail!("never"));
    job!(Panics, "test.panics", 2, _app => panic!("on purpose"));
    let hub = resting().await;
    let schedule = Schedule::default().job::<Hopeless>().job::<Panics>();
    enqueue(&hub.app, &Hopeless {}).await;
    enqueue(&hub.app, &Panics {}).await;
    for _ in 0..5 {
        jobs::work_off(&hub.app, &schedule).await.expect("worked");
        hub.clock.advance(2 * HOUR);
    }
    let mut ended = all(&hub.app).await;
    ended.sort_by_key(|job| job.id);
    let ended: Vec<_> = ended.iter().map(|job| (job.state, job.attempts, job.last_error.as_deref())).collect();
    assert_eq!(ended, [(job::State::GaveUp, 3, Some("never")), (job::State::GaveUp, 2, Some("it panicked"))]);
}

#[tokio::test]
async fn a_job_whose_worker_vanished_is_taken_over_and_one_that_kills_workers_ends() {
    job!(Deadly, "test.deadly", 3, _app => std::future::pending().await);
    let hub = resting().await;
    let schedule = Schedule::default().job::<Deadly>();
    enqueue(&hub.app, &Deadly {}).await;

    for attempt in 1..=3 {
        // The worker dies in the middle: nobody finishes the job, nobody renews its lease.
        let died = tokio::time::timeout(Duration::from_millis(300), jobs::work_off(&hub.app, &schedule)).await;
        assert!(died.is_err());
        let held = all(&hub.app).await.remove(0);
        assert_eq!((held.state, held.attempts), (job::State::Running, attempt));
        hub.clock.advance(Duration::from_secs(120));
    }
    jobs::work_off(&hub.app, &schedule).await.expect("worked");
    let ended = all(&hub.app).await.remove(0);
    assert_eq!(ended.state, job::State::GaveUp);
    assert!(ended.last_error.expect("a reason").contains("stopped its worker 3 times"));
}

#[tokio::test]
async fn each_job_is_done_by_one_of_several_processes() {
    static DONE: AtomicU32 = AtomicU32::new(0);
    job!(Count, "test.count", 3, _app => {
        tokio::time::sleep(Duration::from_millis(1)).await;
        DONE.fetch_add(1, Ordering::Relaxed);
        Ok(Outcome::Done)
    });
    let hub = resting().await;
    let schedule = Schedule::default().job::<Count>();
    for _ in 0..60 {
        enqueue(&hub.app, &Count {}).await;
    }
    let worker = || jobs::work_off(&hub.app, &schedule);
    let (a, b, c, d) = tokio::join!(worker(), worker(), worker(), worker());
    assert!(a.is_ok() && b.is_ok() && c.is_ok() && d.is_ok());
    assert_eq!(DONE.load(Ordering::Relaxed), 60);
    assert!(all(&hub.app).await.iter().all(|job| job.state == job::State::Done && job.attempts == 1));
}

#[tokio::test]
async fn a_clock_strikes_once_however_many_processes_listen() {
    job!(Hourly, "test.hourly", 3, _app => Ok(Outcome::Done));
    let hub = resting().await;
    let schedule = Schedule::default().every::<Hourly>(HOUR);
    for expected in 1..=3 {
        let strikes = || jobs::run_due_clocks(&hub.app, &schedule);
        let (a, b, c) = tokio::join!(strikes(), strikes(), strikes());
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
        assert_eq!(all(&hub.app).await.len(), expected);
        hub.clock.advance(HOUR);
    }
}

#[tokio::test]
async fn a_job_of_a_newer_version_is_left_for_those_who_know_it() {
    job!(Newer, "test.newer", 3, _app => Ok(Outcome::Done));
    let hub = resting().await;
    enqueue(&hub.app, &Newer {}).await;
    jobs::work_off(&hub.app, &Schedule::default()).await.expect("worked");
    let left = all(&hub.app).await.remove(0);
    assert_eq!((left.state, left.attempts), (job::State::Waiting, 0));

    hub.clock.advance(HOUR);
    jobs::work_off(&hub.app, &Schedule::default().job::<Newer>()).await.expect("worked");
    assert_eq!(all(&hub.app).await.remove(0).state, job::State::Done);
}

/// One after the other, whatever becomes of their workers; what fails meanwhile holds nobody up.
#[tokio::test]
async fn jobs_of_one_series_are_done_in_the_order_in_which_they_were_enqueued() {
    static DONE: Mutex<Vec<i64>> = Mutex::new(Vec::new());
    static DEADLY: AtomicU32 = AtomicU32::new(1);

    #[derive(Serialize, Deserialize)]
    struct Step {
        number: i64,
        of: i64,
    }

    impl Job for Step {
        const NAME: &'static str = "test.step";

        fn series(&self) -> Option<i64> {
            Some(self.of)
        }

        async fn run(self, _: &App) -> anyhow::Result<Outcome> {
            if self.number == 1 && DEADLY.swap(0, Ordering::Relaxed) == 1 {
                std::future::pending::<()>().await;
            }
            let first = !DONE.lock().expect("the steps").iter().any(|done| *done == -self.number);
            if self.number == 2 && first {
                DONE.lock().expect("the steps").push(-2);
                anyhow::bail!("not this time");
            }
            DONE.lock().expect("the steps").push(self.number);
            Ok(Outcome::Done)
        }
    }

    let hub = resting().await;
    let schedule = Schedule::default().job::<Step>();
    enqueue(&hub.app, &Step { number: 1, of: 7 }).await;
    let worker = || jobs::work_off(&hub.app, &schedule);
    assert!(tokio::time::timeout(Duration::from_millis(300), worker()).await.is_err(), "its worker dies in the middle");
    for number in 2..=4 {
        enqueue(&hub.app, &Step { number, of: 7 }).await;
    }
    enqueue(&hub.app, &Step { number: 10, of: 8 }).await;
    worker().await.expect("worked");
    assert_eq!(*DONE.lock().expect("the steps"), [10], "another series waits for nothing");

    hub.clock.advance(Duration::from_secs(120));
    let (a, b) = tokio::join!(worker(), worker());
    assert!(a.is_ok() && b.is_ok());
    assert_eq!(*DONE.lock().expect("the steps"), [10, 1, -2, 3, 4]);
    hub.clock.advance(HOUR);
    worker().await.expect("worked");
    assert_eq!(*DONE.lock().expect("the steps"), [10, 1, -2, 3, 4, 2]);
    assert!(all(&hub.app).await.iter().all(|job| job.state == job::State::Done));
}

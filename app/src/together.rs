//! Small changes that come at the same time are made in one transaction: that costs little more than the first of them
//! alone. Whoever asks for one has its answer when it is committed, and not before.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use futures_util::FutureExt;
use tokio::sync::oneshot;

use crate::app::App;

/// Changes of one transaction.
const MOST: usize = 200;

/// A change that is made together with others of its kind.
pub trait Change: Sized + Send + Sync + 'static {
    type Answer: Send + 'static;

    /// Makes all of them, or none; an answer for each, in the same order.
    fn make(app: &App, some: &[Self]) -> impl Future<Output = anyhow::Result<Vec<Self::Answer>>> + Send;
}

/// The changes of each kind that wait.
#[derive(Default)]
pub struct Together(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

/// Who waits for the answer.
type Asker<C> = oneshot::Sender<anyhow::Result<<C as Change>::Answer>>;

struct Waiting<C: Change>(Mutex<Line<C>>);

struct Line<C: Change> {
    some: Vec<(C, Asker<C>)>,
    /// Whether somebody makes those that wait.
    served: bool,
}

impl Together {
    fn waiting<C: Change>(&self) -> Arc<Waiting<C>> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let line = || Arc::new(Waiting::<C>(Mutex::new(Line { some: Vec::new(), served: false })));
        let waiting = kinds.entry(TypeId::of::<C>()).or_insert_with(|| line()).clone();
        waiting.downcast().unwrap_or_else(|_| line())
    }
}

impl<C: Change> Waiting<C> {
    /// Whether nobody serves those that wait.
    fn join(&self, change: C, answer: Asker<C>) -> bool {
        let mut line = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        line.some.push((change, answer));
        !std::mem::replace(&mut line.served, true)
    }

    fn next(&self) -> Option<(Vec<C>, Vec<Asker<C>>)> {
        let mut line = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        line.served = !line.some.is_empty();
        let next = line.some.len().min(MOST);
        line.served.then(|| line.some.drain(..next).unzip())
    }
}

/// Makes a change, with those that others ask for meanwhile.
pub async fn make<C: Change>(app: &App, change: C) -> anyhow::Result<C::Answer> {
    let (answer, heard) = oneshot::channel();
    let waiting = app.together.waiting::<C>();
    if waiting.join(change, answer) {
        let app = app.clone();
        // Others wait for it too, and whoever asked first may go away.
        tokio::spawn(async move {
            while let Some((some, answers)) = waiting.next() {
                make_some(&app, some, answers).await;
            }
        });
    }
    heard.await.context("a change was not made")?
}

async fn make_some<C: Change>(app: &App, some: Vec<C>, answers: Vec<Asker<C>>) {
    // Whoever has gone meanwhile hears nothing.
    match made(app, &some).await {
        Ok(all) => answers.into_iter().zip(all).for_each(|(answer, made)| drop(answer.send(Ok(made)))),
        Err(error) if some.len() > 1 => {
            tracing::debug!(error = format!("{error:#}"), "what can't be done together is done one by one");
            for (one, answer) in some.iter().zip(answers) {
                let made = made(app, std::slice::from_ref(one)).await;
                drop(answer.send(made.and_then(|mut made| made.pop().context("an answer"))));
            }
        }
        Err(error) => {
            answers.into_iter().take(1).for_each(|answer| drop(answer.send(Err(anyhow::anyhow!("{error:#}")))))
        }
    }
}

async fn made<C: Change>(app: &App, some: &[C]) -> anyhow::Result<Vec<C::Answer>> {
    let making = AssertUnwindSafe(C::make(app, some)).catch_unwind();
    making.await.unwrap_or_else(|_| Err(anyhow::anyhow!("it panicked")))
}

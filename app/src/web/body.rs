//! Bodies of requests that stop coming.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt, stream};

use crate::{app::App, error::Error};

/// Ends a request with 408 when nothing more of its body has come for a while. One that comes slowly is read to its end.
pub async fn expect_body(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let cut = Arc::new(AtomicBool::new(false));
    let patience = app.config.patience.body;
    let request = request.map(|body| Body::from_stream(pieces(body.into_data_stream(), patience, cut.clone())));
    let response = next.run(request).await;
    // Whatever the handler made of a body without an end.
    if cut.load(Ordering::Relaxed) { Error::TooSlow.into_response() } else { response }
}

fn pieces(
    body: BodyDataStream,
    patience: Duration,
    cut: Arc<AtomicBool>,
) -> impl Stream<Item = Result<Bytes, axum::Error>> {
    stream::unfold((body, cut), move |(mut body, cut)| async move {
        match tokio::time::timeout(patience, body.next()).await {
            Ok(piece) => piece.map(|piece| (piece, (body, cut))),
            Err(late) => {
                cut.store(true, Ordering::Relaxed);
                Some((Err(axum::Error::new(late)), (body, cut)))
            }
        }
    })
}

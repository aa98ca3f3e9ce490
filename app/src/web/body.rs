//! Bodies of requests: those that stop coming, and parts that are larger than they may be.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody},
    extract::{Request, State, multipart::Field},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt, stream};

use crate::{
    app::App,
    error::{Error, Result},
};

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
) -> impl Stream<Item = std::result::Result<Bytes, axum::Error>> {
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

/// The text of a field of a form that comes in parts, which is read no further than `left` bytes; they are taken from
/// these.
pub async fn text_part(name: String, mut part: Field<'_>, left: &mut usize) -> Result<(String, String)> {
    let too_much = || Error::Malformed("the form has too much text".to_owned());
    *left = left.checked_sub(name.len()).ok_or_else(too_much)?;
    let mut text = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| Error::Malformed(error.to_string()))? {
        *left = left.checked_sub(piece.len()).ok_or_else(too_much)?;
        text.extend_from_slice(&piece);
    }
    let text = String::from_utf8(text).map_err(|_| Error::Malformed(format!("the field “{name}” is not UTF-8")))?;
    Ok((name, text))
}

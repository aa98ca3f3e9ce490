//! A running hub: pages, workers, metrics, until it is told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::{Router, extract::ConnectInfo, http::Request, routing::get};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{app::App, federation, jobs, media, routes, schedule::schedule};

/// How long requests that have begun may take once the hub is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Takes the address that pages will be served on. The error is a sentence to the operator.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "Port {} of {} is taken by another program. Stop that one, or choose another address with HELIOGRAPH_BIND.",
            address.port(),
            address.ip()
        ),
        _ => anyhow::anyhow!("The address {address} (HELIOGRAPH_BIND) can't be listened on: {error}."),
    })
}

/// Serves pages and works on jobs until `stop`; requests and jobs that have begun are finished first.
pub async fn serve(app: &App, listener: TcpListener, stop: CancellationToken) {
    tokio::join!(serve_pages(app, listener, &stop), work(app, stop.clone()));
}

async fn serve_pages(app: &App, listener: TcpListener, stop: &CancellationToken) {
    let router = routes::router(app);
    let patience = app.config.patience;
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(most_connections()));
    while let Some((stream, client, place)) = next_connection(&listener, &room, stop).await {
        let begun = CancellationToken::new();
        let service = {
            let (router, begun) = (router.clone(), begun.clone());
            service_fn(move |mut request: Request<Incoming>| {
                begun.cancel();
                request.extensions_mut().insert(ConnectInfo(client));
                router.clone().oneshot(request)
            })
        };
        let mut http = Builder::new(TokioExecutor::new());
        http.http1().timer(TokioTimer::new()).header_read_timeout(patience.header);
        http.http2().timer(TokioTimer::new()).keep_alive_interval(patience.ping).keep_alive_timeout(patience.ping);
        let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = connections.watch(connection);

        tokio::spawn(async move {
            // Which version of HTTP a client speaks is waited for before any of the above counts.
            let silent = async {
                tokio::time::sleep(patience.header).await;
                if begun.is_cancelled() {
                    std::future::pending().await
                }
            };
            tokio::select! {
                ended = connection => {
                    if let Err(error) = ended {
                        tracing::debug!(error, "a connection ended early");
                    }
                }
                () = silent => tracing::debug!("a connection asked for nothing"),
            }
            drop(place);
        });
    }
    drop(listener);
    // Somebody who holds a connection open must not keep the hub from ending.
    let _ = tokio::time::timeout(GRACE, connections.shutdown()).await;
}

/// The next client and its place among the connections; `None` once the hub is told to stop.
async fn next_connection(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let next = async {
        let place = room.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, client)) => {
                    // Answers are written whole: waiting for more to send with them only delays them.
                    let _ = stream.set_nodelay(true);
                    return Some((stream, client, place));
                }
                Err(error) if ended_by_client(&error) => {}
                // Such as too many open files: some of them may be closed in a moment.
                Err(error) => {
                    tracing::error!(%error, "a connection can't be accepted");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => None,
        next = next => next,
    }
}

fn ended_by_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Three of four files that this process may have open; the others are for the database and the pictures.
fn most_connections() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next());
    files.and_then(|files| files.parse::<usize>().ok()).unwrap_or(1024).clamp(64, 100_000) / 4 * 3
}

/// Works on jobs until `stop`, and keeps what this process has leased and left lying in order.
pub async fn work(app: &App, stop: CancellationToken) {
    let schedule = schedule();
    let housekeeping = async {
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.ids.keep_lease(&app.db) => {}
            () = media::keep_tidy(app) => {}
        }
    };
    tokio::join!(jobs::work(app, &schedule, &stop), federation::work(app, &stop), housekeeping);
}

/// Serves `/metrics` on a private address.
pub async fn serve_metrics(listener: TcpListener, handle: PrometheusHandle) -> anyhow::Result<()> {
    let page = move || async move {
        handle.run_upkeep();
        handle.render()
    };
    axum::serve(listener, Router::new().route("/metrics", get(page))).await.context("serving metrics")
}

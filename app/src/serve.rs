//! A running hub: pages, workers, metrics, until it is told to stop.

use std::{future::IntoFuture, net::SocketAddr, time::Duration};

use anyhow::Context;
use axum::{Router, routing::get};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{app::App, jobs, media, routes, schedule::schedule};

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
pub async fn serve(app: &App, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
    let service = routes::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let http = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let http = async {
        // Somebody who holds a connection open must not keep the hub from ending.
        let overdue = async {
            stop.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        let served = tokio::select! {
            served = http.into_future() => served.context("serving pages"),
            () = overdue => Ok(()),
        };
        stop.cancel();
        served
    };
    let (served, ()) = tokio::join!(http, work(app, stop.clone()));
    served
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
    tokio::join!(jobs::work(app, &schedule, &stop), housekeeping);
}

/// Serves `/metrics` on a private address.
pub async fn serve_metrics(listener: TcpListener, handle: PrometheusHandle) -> anyhow::Result<()> {
    let page = move || async move {
        handle.run_upkeep();
        handle.render()
    };
    axum::serve(listener, Router::new().route("/metrics", get(page))).await.context("serving metrics")
}

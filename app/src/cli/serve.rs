//! `serve` and `work`.

use std::{
    io::{IsTerminal, Write},
    time::Instant,
};

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

use crate::{app::App, clock::Clock, config::Config, serve, setup};

pub(super) async fn serve(config: Config, began: Instant) -> anyhow::Result<()> {
    // The port first: when it is taken, nothing else should happen.
    let listener = serve::listen(config.bind).await?;
    observe(&config).await?;
    let app = App::open(config, Clock::default()).await?;
    let stop = stop_on_signals()?;

    let address = address(&app);
    tracing::info!(address, milliseconds = began.elapsed().as_millis(), "started");
    greet(&app, &address).await?;
    serve::serve(&app, listener, stop).await;
    app.close().await;
    Ok(())
}

pub(super) async fn work(config: Config) -> anyhow::Result<()> {
    observe(&config).await?;
    let app = App::open(config, Clock::default()).await?;
    let stop = stop_on_signals()?;
    tracing::info!(workers = app.config.workers, "working on jobs");
    serve::work(&app, stop).await;
    app.close().await;
    Ok(())
}

/// Says where the hub is, and how an empty one is set up.
async fn greet(app: &App, address: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n  Heliograph is at {address}")?;
    if let Some(path) = setup::link(app).await? {
        let bold = if out.is_terminal() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        writeln!(out, "  Set it up here:  {}{address}{path}{}", bold.0, bold.1)?;
    }
    writeln!(out)?;
    Ok(())
}

fn address(app: &App) -> String {
    let bind = app.config.bind;
    let host = if bind.ip().is_loopback() || bind.ip().is_unspecified() {
        "localhost".to_owned()
    } else {
        bind.ip().to_string()
    };
    if bind.port() == 80 { format!("http://{host}") } else { format!("http://{host}:{}", bind.port()) }
}

/// Counts from now on, and serves the counts where the operator wants them.
async fn observe(config: &Config) -> anyhow::Result<()> {
    let Some(address) = config.metrics_bind else { return Ok(()) };
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("The address {address} (HELIOGRAPH_METRICS_BIND) can't be listened on"))?;
    let handle = PrometheusBuilder::new().install_recorder()?;
    tokio::spawn(async move {
        if let Err(error) = serve::serve_metrics(listener, handle).await {
            tracing::error!(error = format!("{error:#}"), "there are no metrics");
        }
    });
    Ok(())
}

fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let token = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        token.cancel();
    });
    Ok(stop)
}

//! The command line: `heliograph` alone serves the hub; its subcommands look after it.

mod account;
mod demo;
mod details;
mod doctor;
mod recount;
mod serve;
mod tenant;

use std::{io::IsTerminal, process::ExitCode, time::Instant};

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::{
    app::App,
    clock::Clock,
    config::{Config, LogFormat},
    error::Error,
};

/// A photo hub for many communities.
///
/// Settings come from heliograph.toml and from variables that begin with HELIOGRAPH_; docs/operations/configuration.md
/// lists them all.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and work on jobs (what happens without a subcommand)
    Serve,
    /// Work on jobs only
    Work,
    /// Bring the database up to date, and do nothing else
    Migrate,
    /// Count everything that is counted anew, and put right what was wrong
    Recount,
    /// Read how photos were made, of those that were uploaded before this was kept
    ReadDetails,
    /// Say which programs of others this machine has, and what there is without them
    Doctor,
    /// Fill a community with people and photographs that are made up, to look at
    Demo(demo::Demo),
    /// Communities
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// People
    #[command(subcommand)]
    Account(account::Command),
}

pub fn main() -> ExitCode {
    let began = Instant::now();
    let cli = Cli::parse();
    match run(cli, began) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("heliograph: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli, began: Instant) -> anyhow::Result<()> {
    let config = Config::load(std::env::vars()).map_err(anyhow::Error::msg)?;
    let command = cli.command.unwrap_or(Command::Serve);
    log(&config, matches!(command, Command::Serve | Command::Work));

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::serve(config, began).await,
            Command::Work => serve::work(config).await,
            Command::Migrate => with_app(config, async |_| Ok(())).await,
            Command::Recount => with_app(config, async |app| recount::run(app).await).await,
            Command::ReadDetails => with_app(config, async |app| details::run(app).await).await,
            Command::Doctor => doctor::run(&config),
            Command::Demo(demo) => with_app(config, async |app| demo::run(app, demo).await).await,
            Command::Tenant(command) => with_app(config, async |app| tenant::run(app, command).await).await,
            Command::Account(command) => with_app(config, async |app| account::run(app, command).await).await,
        }
    })
}

/// Opens the hub for one command.
async fn with_app(config: Config, command: impl AsyncFnOnce(&App) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let app = App::open(config, Clock::default()).await?;
    // A long command mints ids to its end.
    let (ids, db) = (app.ids.clone(), app.db.clone());
    let keeper = tokio::spawn(async move { ids.keep_lease(&db).await });
    let result = command(&app).await;
    keeper.abort();
    app.close().await;
    result
}

/// What a server has to say goes to standard error; a command says only what is wrong.
fn log(config: &Config, server: bool) {
    let filter = if server { EnvFilter::new(&config.log.0) } else { EnvFilter::new("warn,sqlx=error") };
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match config.log_format {
        LogFormat::Text => subscriber.with_target(false).init(),
        LogFormat::Json => subscriber.json().init(),
    }
}

/// What went wrong, without the names of fields where there is only one sentence.
fn sentence(error: &anyhow::Error) -> String {
    match error.downcast_ref::<Error>() {
        Some(Error::Invalid(problems)) => {
            problems.iter().map(|(_, message)| message.to_string()).collect::<Vec<_>>().join("\n            ")
        }
        _ => with_causes(error),
    }
}

/// The error and its causes, leaving out those whose words were said already: some libraries repeat theirs.
fn with_causes(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.contains(&cause) {
        true => said,
        false if said.is_empty() => cause,
        false => format!("{said}: {cause}"),
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context;
    use sea_orm::{DbErr, RuntimeErr, sqlx};

    use super::sentence;

    #[test]
    fn a_cause_is_said_once() {
        let away = DbErr::Conn(RuntimeErr::SqlxError(sqlx::Error::PoolTimedOut.into()));
        let error = Err::<(), _>(away).context("PostgreSQL does not answer").expect_err("an error");

        assert_eq!(
            sentence(&error),
            "PostgreSQL does not answer: Connection Error: pool timed out while waiting for an open connection"
        );
    }
}

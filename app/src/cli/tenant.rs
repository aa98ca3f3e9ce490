//! `tenant create|list|show|set`.

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use heliograph_entity::tenant;

use crate::{
    app::App,
    moderation::{self, Act, Actor},
    tenants::{self, Changes, NewTenant},
    viewer::Tenant,
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a community
    Create {
        /// Its host name, with a port or a whole origin where that matters: photos.example, localhost:8080
        #[arg(long)]
        host: String,
        /// What it is called
        #[arg(long)]
        name: String,
        /// A sentence about it
        #[arg(long, default_value = "")]
        summary: String,
        /// The hue of its colour in degrees, 0 to 359
        #[arg(long, default_value_t = 75)]
        accent: i32,
        /// Who may join
        #[arg(long, value_enum, default_value_t = SignUp::Approval)]
        sign_up: SignUp,
    },
    /// List all communities
    List,
    /// Show one
    Show {
        /// Its host name
        host: String,
    },
    /// Change one
    Set(Set),
}

#[derive(Args)]
pub(super) struct Set {
    /// Its host name
    host: String,
    /// What it is called from now on
    #[arg(long)]
    name: Option<String>,
    /// A sentence about it
    #[arg(long)]
    summary: Option<String>,
    /// What it is about, for the page /about
    #[arg(long)]
    description: Option<String>,
    /// The hue of its colour in degrees, 0 to 359
    #[arg(long)]
    accent: Option<i32>,
    /// The scheme and port it is reached at, with the same host: https://photos.example
    #[arg(long)]
    origin: Option<String>,
    /// Who may join from now on
    #[arg(long, value_enum)]
    sign_up: Option<SignUp>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum SignUp {
    /// Anybody
    Open,
    /// Anybody whom staff have approved, and whoever comes by an invite
    Approval,
    /// Whoever comes by an invite
    Invite,
    /// Nobody
    Closed,
}

impl From<SignUp> for tenant::SignUp {
    fn from(mode: SignUp) -> Self {
        match mode {
            SignUp::Open => Self::Open,
            SignUp::Approval => Self::Approval,
            SignUp::Invite => Self::Invite,
            SignUp::Closed => Self::Closed,
        }
    }
}

pub(super) async fn run(app: &App, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { host, name, summary, accent, sign_up } => {
            let new = NewTenant { name, summary, host, accent_hue: accent, sign_up: sign_up.into() };
            let tx = app.db.write_tx().await?;
            let tenant = tenants::create(app, &tx, new).await?;
            let act = Act { verb: "community.make", subject: &tenant.host.name, reason: "" };
            moderation::log(app, &tx, Actor::CommandLine(Some(tenant.id)), act).await?;
            tx.commit().await?;
            println!("{} is at {}", tenant.community.name, tenant.host.origin);
        }
        Command::List => {
            for tenant in tenants::all(app.db.reader()).await? {
                println!("{}\t{}\t{} members", tenant.host.name, tenant.community.name, tenant.community.members_count);
            }
        }
        Command::Show { host } => {
            let tenant = find(app, &host).await?;
            let community = &tenant.community;
            println!("name     {}\nsummary  {}", community.name, community.summary);
            println!("origin   {}\naccent   {}", tenant.host.origin, community.accent_hue);
            println!("sign-up  {}", community.sign_up.code());
            println!("members  {}\nmade     {}", community.members_count, community.created_at.to_iso());
        }
        Command::Set(set) => {
            let tenant = find(app, &set.host).await?;
            let changes = Changes {
                name: set.name,
                summary: set.summary,
                description: set.description,
                accent_hue: set.accent,
                origin: set.origin,
                sign_up: set.sign_up.map(Into::into),
            };
            let (look, mode) = (changes.of_look(&tenant), changes.sign_up.map(|mode| mode.code()));
            let by = Actor::CommandLine(Some(tenant.id));
            let tx = app.db.write_tx().await?;
            tenants::update(&tx, &tenant, changes).await?;
            if !look.is_empty() {
                let act = Act { verb: "community.look", subject: &tenant.host.name, reason: &look };
                moderation::log(app, &tx, by, act).await?;
            }
            if let Some(mode) = mode {
                moderation::log(app, &tx, by, Act { verb: "community.sign-up", subject: &mode, reason: "" }).await?;
            }
            tx.commit().await?;
            println!("{} is changed", tenant.host.name);
        }
    }
    Ok(())
}

/// The community at a host, with or without its port.
pub(super) async fn find(app: &App, host: &str) -> anyhow::Result<Tenant> {
    let origin = tenants::parse_origin(host).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let name = origin.host_str().unwrap_or_default();
    tenants::by_host(app.db.reader(), name)
        .await?
        .with_context(|| format!("No community has the host {name}. “heliograph tenant list” shows those there are."))
}

//! `account create|promote|delete`.

use std::io::Read;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use heliograph_entity::user;

use super::tenant;
use crate::{
    accounts::{self, NewAccount},
    app::App,
    departures,
    error::Error,
    moderation::{self, Act, Actor},
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an account
    Create(Create),
    /// Give somebody a role
    Promote {
        /// The host name of their community
        #[arg(long)]
        tenant: String,
        /// Their user name
        #[arg(long)]
        username: String,
        /// What they may do in their community
        #[arg(long)]
        role: Option<Role>,
        /// Whether they run the whole hub
        #[arg(long)]
        operator: Option<bool>,
    },
    /// Delete an account with all it has published. There is no way back
    Delete {
        /// The host name of their community
        #[arg(long)]
        tenant: String,
        /// Their user name
        #[arg(long)]
        username: String,
    },
}

#[derive(Args)]
pub(super) struct Create {
    /// The host name of the community
    #[arg(long)]
    tenant: String,
    /// The user name
    #[arg(long)]
    username: String,
    /// The e-mail address
    #[arg(long)]
    email: String,
    /// Read the password from standard input, up to the end of the line
    #[arg(long, required = true)]
    password_stdin: bool,
    /// The address is known to be theirs: no mail is sent
    #[arg(long)]
    confirmed: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Role {
    Member,
    Moderator,
    Admin,
    Owner,
}

pub(super) async fn run(app: &App, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(create) => {
            let tenant = tenant::find(app, &create.tenant).await?;
            let name = create.username.trim().trim_start_matches('@').to_owned();
            let new = NewAccount {
                name: create.username,
                email: create.email,
                password: password()?,
                role: user::Role::Member,
                operator: false,
                confirmed: create.confirmed,
            };
            let prepared = new.prepare(app, &tenant.community.name).await?;
            let tx = app.db.write_tx().await?;
            let user = accounts::create(app, &tx, &tenant, prepared).await?;
            let act = Act { verb: "member.make", subject: &format!("@{name}"), reason: "" };
            moderation::log(app, &tx, Actor::CommandLine(Some(tenant.id)), act).await?;
            tx.commit().await?;
            match user.confirmed_at {
                Some(_) => println!("{} may sign in at {}", user.email, tenant.url("/sign-in")),
                None => println!("{} is sent a link to confirm the address", user.email),
            }
        }
        Command::Promote { tenant, username, role, operator } => {
            anyhow::ensure!(role.is_some() || operator.is_some(), "Say what to change: --role, --operator, or both.");
            let tenant = tenant::find(app, &tenant).await?;
            let role = role.map(|role| match role {
                Role::Member => user::Role::Member,
                Role::Moderator => user::Role::Moderator,
                Role::Admin => user::Role::Admin,
                Role::Owner => user::Role::Owner,
            });
            match moderation::promote(app, &tenant, &username, role, operator).await {
                Ok(user) => println!("{username}: {:?}{}", user.role, if user.operator { ", operator" } else { "" }),
                Err(Error::NotFound) => anyhow::bail!("{} has no account {username}.", tenant.host.name),
                Err(error) => return Err(error.into()),
            }
        }
        Command::Delete { tenant, username } => {
            let tenant = tenant::find(app, &tenant).await?;
            let by = Actor::CommandLine(Some(tenant.id));
            match departures::leave(app, &tenant, username.trim_start_matches('@'), Some(by)).await {
                Ok(()) => println!("{username} is deleted; a running hub purges what was theirs"),
                Err(Error::NotFound | Error::Gone) => {
                    anyhow::bail!("{} has no account {username}.", tenant.host.name)
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

fn password() -> anyhow::Result<String> {
    let mut input = String::new();
    std::io::stdin().take(10_000).read_to_string(&mut input).context("The password can't be read")?;
    Ok(input.lines().next().unwrap_or_default().to_owned())
}

//! `demo`.

use clap::Args;
use heliograph_entity::tenant;

use crate::{
    app::App,
    demo::{self, Wish},
    tenants::{self, NewTenant},
    viewer::Tenant,
};

#[derive(Args)]
pub(super) struct Demo {
    /// How many people
    #[arg(long, default_value_t = 40)]
    people: usize,
    /// How many posts
    #[arg(long, default_value_t = 600)]
    posts: usize,
    /// The same number makes the same people, words and pictures
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The host name of the community; one without members. It is made where there is none
    #[arg(long)]
    tenant: Option<String>,
    /// What everybody signs in with; made up when it is not given
    #[arg(long)]
    password: Option<String>,
    /// How many different pictures, 60 at the most
    #[arg(long, default_value_t = 60)]
    pictures: usize,
    /// How long the longer side of a picture is, in pixels
    #[arg(long, default_value_t = 1600, value_parser = clap::value_parser!(u32).range(64..=6000))]
    size: u32,
    /// Also in a community that has members already
    #[arg(long)]
    add: bool,
}

pub(super) async fn run(app: &App, demo: Demo) -> anyhow::Result<()> {
    let began = tokio::time::Instant::now();
    let host = match demo.tenant {
        Some(host) => host,
        None => format!("localhost:{}", app.config.bind.port()),
    };
    let tenant = find_or_make(app, &host).await?;
    let wish = Wish {
        people: demo.people,
        posts: demo.posts,
        seed: demo.seed,
        password: demo.password.unwrap_or_else(|| app.rng.short_token()),
        pictures: demo.pictures,
        long: demo.size,
        add: demo.add,
    };
    let made = demo::fill(app, &tenant, &wish, |step| eprintln!("  {step}")).await?;

    println!("{} is at {}", tenant.community.name, tenant.host.origin);
    println!("people    {}\nfollows   {}", made.people, made.follows);
    println!("posts     {}\nphotos    {}, of {} pictures", made.posts, made.photos, made.pictures);
    println!("sign in   {} with the password {}", made.name, wish.password);
    println!("made in   {:.1} seconds", began.elapsed().as_secs_f64());
    Ok(())
}

async fn find_or_make(app: &App, host: &str) -> anyhow::Result<Tenant> {
    let origin = tenants::parse_origin(host).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    if let Some(tenant) = tenants::by_host(app.db.reader(), origin.host_str().unwrap_or_default()).await? {
        return Ok(tenant);
    }
    let new = NewTenant {
        name: "Harbour Lights".to_owned(),
        summary: "Photographs from the coast and the hills behind it, by whoever gets up early enough.".to_owned(),
        host: host.to_owned(),
        accent_hue: 75,
        sign_up: tenant::SignUp::default(),
    };
    let tx = app.db.write_tx().await?;
    let tenant = tenants::create(app, &tx, new).await?;
    tx.commit().await?;
    Ok(tenant)
}

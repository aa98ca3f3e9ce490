//! What operators decide: which communities there are, how much they may allow, and what becomes of failed jobs.

use heliograph_entity::{
    user,
    values::{HostId, JobId},
};

use crate::{
    accounts::{self, NewAccount, SendHandOver},
    app::App,
    error::{Error, Result},
    federation::reports,
    jobs,
    moderation::{self, Act, Actor},
    tenants::{self, NewTenant},
    viewer::{Limits, Tenant, Viewer},
};

/// Whom a new community belongs to.
pub struct NewOwner {
    pub name: String,
    pub email: String,
    /// Empty when they are to choose it themselves.
    pub password: String,
}

/// Makes a community and its owner, who is mailed a link: to choose a password, or to confirm the address when one was
/// given here. A password that nobody knows stands in for one that is yet to be chosen.
pub async fn make(app: &App, by: &Viewer, community: NewTenant, owner: NewOwner) -> Result<Tenant> {
    let chooses = owner.password.is_empty();
    let owner = NewAccount {
        name: owner.name,
        email: owner.email,
        password: if chooses { app.rng.token() } else { owner.password },
        role: user::Role::Owner,
        operator: false,
        // Without a password only whoever reads the mailbox can come in.
        confirmed: chooses,
    };
    let owner = owner.prepare(app, &community.name).await;

    let tx = app.db.write_tx().await?;
    let tenant = tenants::create(app, &tx, community).await;
    let (tenant, owner) = match (tenant, owner) {
        (Ok(tenant), Ok(owner)) => (tenant, owner),
        (Err(Error::Invalid(mut problems)), Err(Error::Invalid(more))) => {
            more.iter().for_each(|(field, message)| problems.add(field, message.clone()));
            return Err(Error::Invalid(problems));
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let owner = accounts::create(app, &tx, &tenant, owner).await?;
    if chooses {
        let letter = SendHandOver { tenant_id: tenant.id, user_id: owner.id };
        jobs::enqueue(app, &tx, Some(tenant.id), &letter).await?;
    }
    let act = Act { verb: "community.make", subject: &tenant.host.name, reason: "" };
    moderation::log(app, &tx, Actor::Operator(by, Some(tenant.id)), act).await?;
    tx.commit().await?;
    Ok(tenant)
}

/// Changes what a community's admins may allow at the most.
pub async fn set_ceilings(app: &App, by: &Viewer, tenant: &Tenant, ceilings: Limits) -> Result<()> {
    let tx = app.db.write_tx().await?;
    tenants::set_ceilings(&tx, tenant.id, ceilings).await?;
    let act = Act { verb: "community.ceilings", subject: &ceilings.to_string(), reason: "" };
    moderation::log(app, &tx, Actor::Operator(by, Some(tenant.id)), act).await?;
    Ok(tx.commit().await?)
}

/// Changes what the handles of a community's members end with; an empty one is its host.
pub async fn set_account_domain(app: &App, by: &Viewer, tenant: &Tenant, typed: &str) -> Result<()> {
    let domain = tenants::check_account_domain(app, tenant, typed).await?;
    let tx = app.db.write_tx().await?;
    tenants::set_account_domain(&tx, tenant, domain.as_deref()).await?;
    let changed = format!("{} → {}", tenant.host.shown_domain(), domain.as_deref().unwrap_or(&tenant.host.name));
    let act = Act { verb: "community.domain", subject: &changed, reason: "" };
    moderation::log(app, &tx, Actor::Operator(by, Some(tenant.id)), act).await?;
    Ok(tx.commit().await?)
}

/// Has a job that was given up be tried from the start.
pub async fn retry_job(app: &App, by: &Viewer, id: JobId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let job = jobs::retry(&tx, id, app.clock.now()).await?.ok_or(Error::NotFound)?;
    let act = Act { verb: "job.retry", subject: &format!("{} {id}", job.name), reason: "" };
    moderation::log(app, &tx, Actor::Operator(by, job.tenant_id), act).await?;
    Ok(tx.commit().await?)
}

/// Forgets a job that was given up.
pub async fn drop_job(app: &App, by: &Viewer, id: JobId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let job = jobs::drop_given_up(&tx, id).await?.ok_or(Error::NotFound)?;
    let act = Act { verb: "job.drop", subject: &format!("{} {id}", job.name), reason: "" };
    moderation::log(app, &tx, Actor::Operator(by, job.tenant_id), act).await?;
    Ok(tx.commit().await?)
}

/// Has what waits for another server sent now.
pub async fn try_server(app: &App, by: &Viewer, id: HostId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let name = reports::try_now(app, &tx, id).await?.ok_or(Error::NotFound)?;
    let act = Act { verb: "server.try", subject: &name, reason: "" };
    moderation::log(app, &tx, Actor::Operator(by, None), act).await?;
    Ok(tx.commit().await?)
}

//! What a community's owner does first: each thing is ticked by how the community is. The list stays until it is put away,
//! or until all is done and the community has lived for a month.

use std::time::Duration;

use heliograph_entity::user::Role;

use crate::{
    accounts,
    app::App,
    error::Result,
    tenants::{self, FIRST_ACCENT},
    viewer::Viewer,
};

/// How long a list on which all is done still stands.
const NEW: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A thing to do. Its name is the message `subject-first-step-…`.
pub struct Step {
    pub name: &'static str,
    pub link: &'static str,
    pub done: bool,
}

/// What is to be done, for an owner whose community has not put the list away or outgrown it; else nothing.
pub async fn first_steps(app: &App, viewer: &Viewer) -> Result<Vec<Step>> {
    let community = &viewer.tenant.community;
    if !community.first_steps || !viewer.is_at_least(Role::Owner) {
        return Ok(Vec::new());
    }
    let has_look = community.logo_small.is_some() || community.accent_hue != i32::from(FIRST_ACCENT);
    let has_rules = !tenants::rules(app.db.reader(), viewer.tenant.id).await?.is_empty();
    let has_company = community.members_count > 1 || !accounts::invites(app, viewer, false, None).await?.0.is_empty();
    let step = |name, link, done| Step { name, link, done };
    let steps = vec![
        // The page that makes a community asks for it.
        step("joining", "/console/sign-up", true),
        step("look", "/console/look#logo", has_look),
        step("rules", "/console/sign-up#rules", has_rules),
        step("invite", "/settings/invites", has_company),
        step("publish", "/publish", viewer.account.posts_count > 0),
    ];
    let is_new = app.clock.now().since(community.created_at) < NEW;
    let is_wanted = is_new || steps.iter().any(|step| !step.done);
    Ok(if is_wanted { steps } else { Vec::new() })
}

/// Shows the list no more, to no owner of the community.
pub async fn put_first_steps_away(app: &App, by: &Viewer) -> Result<()> {
    let tx = app.db.write_tx().await?;
    tenants::put_first_steps_away(&tx, by.tenant.id).await?;
    Ok(tx.commit().await?)
}

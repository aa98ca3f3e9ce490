//! The end of what there was with a server that is suspended now.

use heliograph_entity::values::TenantId;
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    jobs::{Job, Outcome},
    relationships, tenants,
};

/// Ends the follows between members and servers that the community has suspended, whatever was in force before.
#[derive(Serialize, Deserialize)]
pub struct CutOff {
    pub tenant_id: TenantId,
}

impl Job for CutOff {
    const NAME: &'static str = "policies.cut_off";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        // As its policies are now: one may have been lifted meanwhile.
        while let Some(tenant) = tenants::by_id(app.db.reader(), self.tenant_id).await? {
            if !tenant.has_policies() || !relationships::cut_off_some(app, &tenant).await? {
                break;
            }
        }
        Ok(Outcome::Done)
    }
}

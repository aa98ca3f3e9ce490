//! `recount`.

use crate::{accounts, app::App, posts, relationships, tenants};

/// Counts every counter anew, in one transaction. The order is that in which other transactions change them.
pub(super) async fn run(app: &App) -> anyhow::Result<()> {
    let tx = app.db.write_tx().await?;
    let mut counters = Vec::new();
    counters.extend(accounts::recount(&tx).await?);
    counters.extend(relationships::recount(&tx).await?);
    counters.extend(posts::recount(&tx).await?);
    counters.extend(tenants::recount(&tx).await?);
    tx.commit().await?;

    for (counter, wrong) in counters {
        match wrong {
            0 => println!("{counter}: 0 were wrong"),
            1 => println!("{counter}: 1 was wrong and is put right"),
            _ => println!("{counter}: {wrong} were wrong and are put right"),
        }
    }
    Ok(())
}

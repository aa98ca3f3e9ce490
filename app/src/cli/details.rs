//! `read-details`.

use heliograph_entity::values::ItemId;

use crate::{app::App, media};

const AT_ONCE: u64 = 100;

/// Reads how photos were made of those that were uploaded before this was kept. Running it again does no harm.
pub(super) async fn run(app: &App) -> anyhow::Result<()> {
    let (mut after, mut all) = (ItemId(0), 0);
    while let Some((last, read)) = media::read_details(app, after, AT_ONCE).await? {
        (after, all) = (last, all + read);
    }
    match all {
        1 => println!("read the details of 1 photo"),
        _ => println!("read the details of {all} photos"),
    }
    Ok(())
}

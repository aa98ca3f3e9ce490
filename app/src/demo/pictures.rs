//! The photographs: painted, uploaded once as somebody would, and then copied from.

use std::convert::Infallible;

use anyhow::Context;
use bytes::Bytes;
use futures_util::stream;
use heliograph_entity::{
    draft, file, item,
    values::{ItemId, Licence},
};
use heliograph_paint::{Chance, MOTIFS, Motif, mixed, paint};

use super::{Wish, people::Person, queries};
use crate::{
    app::App,
    jobs::Job,
    media::{self, MakeRenditions, Part, Received},
    posts,
    viewer::Tenant,
};

const QUALITY: u8 = 90;

/// One picture with the files that the pipeline has made of it.
pub(super) struct Stocked {
    pub(super) motif: &'static Motif,
    pub(super) item: item::Model,
    pub(super) original: file::Model,
    pub(super) renditions: Vec<file::Model>,
}

/// An avatar or a header: the original, the small and the large file.
pub(super) struct Likeness {
    pub(super) files: [file::Model; 3],
    pub(super) tint: String,
    pub(super) alt: String,
}

pub(super) struct Stock {
    pub(super) pictures: Vec<Stocked>,
    pub(super) avatars: Vec<Likeness>,
    pub(super) headers: Vec<Likeness>,
    draft: draft::Model,
}

/// Paints what is wanted and takes it in by `first`'s draft.
pub(super) async fn stock(
    app: &App,
    tenant: &Tenant,
    first: &Person,
    wish: &Wish,
    tell: &impl Fn(String),
) -> anyhow::Result<Stock> {
    let viewer = first.viewer(tenant);
    let draft = posts::open_draft(app, &viewer).await?;
    let chosen = chosen(wish);
    let mut stock = Stock { pictures: Vec::new(), avatars: Vec::new(), headers: Vec::new(), draft };
    for (at, motif) in chosen.iter().copied().enumerate() {
        let (seed, long) = (wish.seed, wish.long);
        let bytes = tokio::task::spawn_blocking(move || jpeg(motif, seed, long)).await??;

        let received = receive(app, motif, bytes.clone()).await?;
        let most = chosen.len() as u64;
        let item = media::upload(app, &viewer, stock.draft.id, Licence::AllRightsReserved, most, received).await?;
        MakeRenditions { item_id: item.id }.run(app).await?;
        let mut files = media::files_of(app, item.id).await?;
        let item = media::items_of_draft(app.db.reader(), stock.draft.id)
            .await?
            .into_iter()
            .find(|made| made.id == item.id && made.state == item::State::Ready)
            .with_context(|| format!("{} could not be made ready", motif.name))?;
        let original = files.remove(0);
        stock.pictures.push(Stocked { motif, item, original, renditions: files });

        let wide = motif.shape.0 * 2 > motif.shape.1 * 3;
        if wide || stock.headers.is_empty() {
            stock.headers.push(likeness(app, tenant, motif, bytes.clone(), [(750, 250), (1500, 500)], 1.0).await?);
        }
        if !wide || stock.avatars.is_empty() {
            stock.avatars.push(likeness(app, tenant, motif, bytes, [(96, 96), (400, 400)], 0.7).await?);
        }
        if (at + 1) % 10 == 0 || at + 1 == chosen.len() {
            tell(format!("{} of {} pictures painted", at + 1, chosen.len()));
        }
    }
    Ok(stock)
}

/// As many motifs as are wanted, of all kinds: every so manieth.
fn chosen(wish: &Wish) -> Vec<&'static Motif> {
    let count = wish.pictures.clamp(1, MOTIFS.len());
    (0..count).map(|at| &MOTIFS[at * MOTIFS.len() / count]).collect()
}

fn jpeg(motif: &Motif, seed: u64, long: u32) -> anyhow::Result<Vec<u8>> {
    let picture = paint(motif, seed, long);
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, QUALITY);
    let (width, height) = (u16::try_from(picture.width)?, u16::try_from(picture.height)?);
    encoder.encode(&picture.pixels, width, height, jpeg_encoder::ColorType::Rgb)?;
    Ok(bytes)
}

async fn receive(app: &App, motif: &Motif, bytes: Vec<u8>) -> anyhow::Result<Received> {
    let upload = stream::iter([Ok::<_, Infallible>(Bytes::from(bytes))]);
    let received = media::receive(app, &format!("{}.jpg", motif.name), media::LARGEST_BYTES, upload).await?;
    received.map_err(|problem| anyhow::anyhow!("{problem}"))
}

async fn likeness(
    app: &App,
    tenant: &Tenant,
    motif: &Motif,
    bytes: Vec<u8>,
    sizes: [(u32, u32); 2],
    size: f64,
) -> anyhow::Result<Likeness> {
    let mut chance = Chance::new(mixed(motif.name.len() as u64 + u64::from(motif.shape.1)));
    let part = Part::new(0.3 + 0.4 * chance.share(), 0.3 + 0.4 * chance.share(), size);
    let received = receive(app, motif, bytes).await?;
    let made = media::portray(app, tenant.id, received, part, sizes).await?;
    let made = made.map_err(|problem| anyhow::anyhow!("{problem}"))?;
    // Nothing keeps these: when everybody has their copies, they are swept away.
    Ok(Likeness { files: [made.original, made.small, made.large], tint: made.tint, alt: motif.alt.to_owned() })
}

/// Takes away what was copied from.
pub(super) async fn clear(app: &App, first: &Person, stock: &Stock) -> anyhow::Result<()> {
    let items: Vec<ItemId> = stock.pictures.iter().map(|picture| picture.item.id).collect();
    let tx = app.db.write_tx().await?;
    crate::accounts::lock(&tx, [first.account.id]).await?;
    media::doom_files(app, &tx, &items).await?;
    media::delete_items(&tx, &items).await?;
    queries::delete_draft(&tx, stock.draft.id).await?;
    Ok(tx.commit().await?)
}

//! A profile as its page shows it.

use heliograph_entity::{account, portrait, profile_link, values::Timestamp};
use sea_orm::ConnectionTrait;

use super::queries;
use crate::{
    accounts,
    error::Result,
    markup::{SafeHtml, shown_address, web_address},
    media,
    viewer::Tenant,
    web::Page,
};

pub(super) struct ProfileView {
    pub(super) pronouns: String,
    pub(super) bio: SafeHtml,
    /// For machines that take no HTML.
    pub(super) bio_text: String,
    pub(super) website: Option<LinkView>,
    pub(super) fields: Vec<FieldView>,
    pub(super) header: Option<HeaderView>,
    pub(super) joined: String,
}

pub(super) struct LinkView {
    pub(super) url: String,
    pub(super) text: String,
    /// Since which day the page has been known to link back.
    pub(super) verified: Option<String>,
}

pub(super) struct FieldView {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) link: Option<LinkView>,
}

pub(super) struct HeaderView {
    pub(super) alt: String,
    pub(super) src: String,
    pub(super) srcset: String,
}

/// The profile of an account whose page is at `url` in this community.
pub(super) async fn view(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    account: &account::Model,
    url: &str,
    page: &mut Page,
) -> Result<ProfileView> {
    let bio = accounts::marked_up(db, tenant, &[&account.bio]).await?.pop().unwrap_or_default();
    let links = queries::links(db, account.id).await?;
    let link = |text: &str| {
        let url = String::from(web_address(text)?);
        let verified = verified_at(&links, &url).map(|since| page.words.day(since));
        Some(LinkView { text: shown_address(text), url, verified })
    };

    let fields = queries::fields(db, account.id).await?.into_iter().map(|field| FieldView {
        link: link(&field.value),
        label: field.label,
        value: field.value,
    });
    let fields = fields.collect();
    let website = link(&account.website);
    Ok(ProfileView {
        pronouns: account.pronouns.clone(),
        bio,
        bio_text: account.bio.clone(),
        website,
        fields,
        header: header(db, tenant, account, url, page).await?,
        joined: page.words.day(account.created_at),
    })
}

fn verified_at(links: &[profile_link::Model], url: &str) -> Option<Timestamp> {
    links.iter().find(|link| link.url == url)?.verified_at
}

/// Sets the shape and the colour of the header in the page's style.
async fn header(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    account: &account::Model,
    url: &str,
    page: &mut Page,
) -> Result<Option<HeaderView>> {
    let Some(header) = queries::portrait(db, account.id, portrait::Kind::Header).await? else { return Ok(None) };
    let files = media::kept(db, &[header.small_id, header.large_id]).await?;
    let find = |id| files.iter().find(|file| file.id == id);
    let (Some(small), Some(large)) = (find(header.small_id), find(header.large_id)) else { return Ok(None) };
    page.picture_style("banner", (large.width as u32, large.height as u32), &header.tint);
    let (small_src, large_src) = (media::web::address(small, tenant, url), media::web::address(large, tenant, url));
    Ok(Some(HeaderView {
        alt: header.alt,
        srcset: format!("{small_src} {}w, {large_src} {}w", small.width, large.width),
        src: large_src,
    }))
}

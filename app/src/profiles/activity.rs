//! Somebody, and the community itself, as other servers know them.

use heliograph_entity::{account, portrait};
use serde_json::{Value, json};

use super::queries;
use crate::{
    accounts,
    app::App,
    error::Result,
    federation::{
        self, Owner,
        addresses::{COMMUNITY, key_id},
        vocabulary::{time, without_nothing},
    },
    markup::{escaped, shown_address, web_address},
    media, moving,
    viewer::Tenant,
    web::Avatar,
    words::Words,
};

/// The actor that an account of the community is. One that is leaving has nothing left but what its last words are
/// verified with.
pub(super) async fn person(app: &App, tenant: &Tenant, account: &account::Model) -> Result<Value> {
    let here = tenant.addresses();
    let id = here.account(account.id);
    let leaving = account.state != account::State::Living;
    let own = |what: &str| format!("{id}/{what}");
    let document = json!({
        "id": id,
        "type": "Person",
        "preferredUsername": account.name,
        "webfinger": format!("{}@{}", account.name, tenant.host.handle_domain()),
        "name": if leaving { account.name.clone() } else { account.shown_name() },
        "summary": if leaving { String::new() } else { bio(app, tenant, account).await? },
        "url": tenant.url(&format!("/@{}", account.name)),
        "inbox": own("inbox"),
        "outbox": own("outbox"),
        "followers": own("followers"),
        "following": own("following"),
        "featured": own("featured"),
        "endpoints": { "sharedInbox": here.shared_inbox() },
        "manuallyApprovesFollowers": account.approves_followers,
        "discoverable": account.discoverable && !leaving,
        "indexable": account.indexable && !leaving,
        "memorial": false,
        "published": time(account.created_at),
        "alsoKnownAs": if leaving { Vec::new() } else { moving::aliases_of(app.db.reader(), account.id).await? },
        "movedTo": account.moved_to.as_ref().filter(|_| !leaving),
        "tag": [],
        "attachment": if leaving { Vec::new() } else { lines(app, account).await? },
        "icon": Avatar::of(account).filter(|_| !leaving).map(|avatar| picture(&tenant.url(&avatar.large), &avatar.alt)),
        "image": if leaving { None } else { header(app, tenant, account).await? },
        "publicKey": public_key(app, &id, Owner::Account(account.id)).await?,
    });
    Ok(without_nothing(document, &["icon", "image", "movedTo"]))
}

/// The actor that the community is: in its name the hub fetches what others have. It follows nobody and publishes nothing.
pub(super) async fn community(app: &App, tenant: &Tenant) -> Result<Value> {
    let here = tenant.addresses();
    let id = here.community();
    let own = |what: &str| format!("{id}/{what}");
    Ok(json!({
        "id": id,
        "type": "Application",
        "preferredUsername": COMMUNITY,
        "webfinger": format!("{COMMUNITY}@{}", tenant.host.handle_domain()),
        "name": tenant.community.name,
        "summary": paragraph(&tenant.community.summary),
        "url": tenant.url("/about"),
        "inbox": here.shared_inbox(),
        "outbox": own("outbox"),
        "followers": own("followers"),
        "following": own("following"),
        "endpoints": { "sharedInbox": here.shared_inbox() },
        "manuallyApprovesFollowers": true,
        "discoverable": false,
        "indexable": false,
        "published": time(tenant.community.created_at),
        "alsoKnownAs": [],
        "tag": [],
        "attachment": [],
        "publicKey": public_key(app, &id, Owner::Community(tenant.id)).await?,
    }))
}

async fn public_key(app: &App, actor: &str, owner: Owner) -> Result<Value> {
    let pem = federation::public_key(app, owner).await?;
    Ok(json!({ "id": key_id(actor), "owner": actor, "publicKeyPem": pem }))
}

async fn bio(app: &App, tenant: &Tenant, account: &account::Model) -> Result<String> {
    let marked_up = accounts::marked_up(app.db.reader(), tenant, &[&account.bio]).await?.pop().unwrap_or_default();
    Ok(marked_up.for_elsewhere(&tenant.host.origin))
}

/// What stands on a profile in lines, for servers that know no other place for it.
async fn lines(app: &App, account: &account::Model) -> Result<Vec<Value>> {
    let words = Words::default();
    let own = [("field-pronouns", &account.pronouns), ("field-website", &account.website)];
    let own = own.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| (words.t(label), value));
    let fields = queries::fields(app.db.reader(), account.id).await?;
    let fields = fields.iter().map(|field| (field.label.clone(), &field.value));
    let lines = own.chain(fields).map(|(label, value)| {
        let html = match web_address(value) {
            Some(url) => format!(
                "<a href=\"{}\" rel=\"me nofollow noopener\">{}</a>",
                escaped(url.as_str()),
                escaped(&shown_address(value))
            ),
            None => escaped(value),
        };
        json!({ "type": "PropertyValue", "name": label, "value": html })
    });
    Ok(lines.collect())
}

async fn header(app: &App, tenant: &Tenant, account: &account::Model) -> Result<Option<Value>> {
    let db = app.db.reader();
    let Some(header) = queries::portrait(db, account.id, portrait::Kind::Header).await? else { return Ok(None) };
    let large = media::kept(db, &[header.large_id]).await?.pop();
    Ok(large.map(|file| picture(&tenant.url(&media::web::address(&file, tenant, "")), &header.alt)))
}

fn picture(url: &str, alt: &str) -> Value {
    let media_type = if url.ends_with(".png") { "image/png" } else { "image/jpeg" };
    let picture = json!({
        "type": "Image",
        "mediaType": media_type,
        "url": url,
        "name": Some(alt).filter(|alt| !alt.is_empty()),
    });
    without_nothing(picture, &["name"])
}

fn paragraph(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<p>{}</p>", escaped(text)) }
}

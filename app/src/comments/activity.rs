//! Comments as other servers know them: notes that answer something.

use heliograph_entity::{account, post, values::PostId};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    accounts::{self, Mentioned},
    app::App,
    db::Tx,
    error::{Error, Result},
    federation::{
        self, Inbox, Said, Urgency,
        vocabulary::{audience, time, with_context, without_nothing},
    },
    markup::{hashtags, tag_path},
    posts::{
        self, Reached,
        activity::{answers, create, delete, for_elsewhere, in_language, mention, mentioned, update},
    },
    relationships, tenants,
    viewer::Tenant,
};

/// What a comment answers, and what it is about.
struct Place {
    parent: post::Model,
    parent_author: account::Model,
    root: post::Model,
    root_author: account::Model,
    mentioned: Vec<Mentioned>,
}

impl Place {
    async fn of(db: &impl ConnectionTrait, tenant: &Tenant, comment: &post::Model) -> Result<Self> {
        let (Some(parent), Some(root)) = (comment.parent_id, comment.root_id) else { return Err(Error::NotFound) };
        let posts = posts::by_ids(db, [parent, root]).await?;
        let people = accounts::by_ids(db, posts.iter().map(|post| post.account_id)).await?;
        let find = |id: PostId| {
            let post = posts.iter().find(|post| post.id == id)?;
            let author = people.iter().find(|person| person.id == post.account_id)?;
            Some((post.clone(), author.clone()))
        };
        let (parent, parent_author) = find(parent).ok_or(Error::NotFound)?;
        let (root, root_author) = find(root).ok_or(Error::NotFound)?;
        let mentioned = mentioned(db, tenant, comment, &[&comment.caption]).await?;
        Ok(Self { parent, parent_author, root, root_author, mentioned })
    }

    /// Where others wait for it: whoever is answered or mentioned, whose post it is about, and those who follow that one,
    /// when it is somebody here, so that they see the whole thread.
    async fn inboxes(&self, db: &impl ConnectionTrait) -> Result<Vec<Inbox>> {
        let mut inboxes = Vec::new();
        let mentioned = self.mentioned.iter().map(|person| &person.account);
        let people = [&self.parent_author, &self.root_author].into_iter().chain(mentioned);
        for person in people.filter(|person| person.is_remote()) {
            inboxes.extend(accounts::inbox_of(db, person).await?);
        }
        if !self.root_author.is_remote() && self.root.visibility.is_for_everybody() {
            inboxes.extend(relationships::near(db, self.root_author.id).await?);
        }
        Ok(inboxes)
    }

    async fn note(
        &self,
        db: &impl ConnectionTrait,
        tenant: &Tenant,
        author: &account::Model,
        comment: &post::Model,
    ) -> Result<Value> {
        let here = tenant.addresses();
        let own = here.account(author.id);
        let answered = accounts::uri_of(db, &self.parent_author).await?;
        let mut people = vec![answered.clone(), accounts::uri_of(db, &self.root_author).await?];
        let mut tags = Vec::new();
        if answered != own {
            let hosts = tenants::hosts(db, [self.parent_author.host_id]).await?;
            let domain = hosts.first().map(|host| host.handle_domain()).unwrap_or_default();
            let handle = format!("@{}@{domain}", self.parent_author.name);
            tags.push(json!({ "type": "Mention", "href": answered, "name": handle }));
        }
        for person in self.mentioned.iter().filter(|person| person.account.id != self.parent_author.id) {
            tags.push(mention(person));
            people.push(person.id.clone());
        }
        tags.extend(hashtags(&comment.caption).iter().map(|tag| {
            json!({ "type": "Hashtag", "href": tenant.url(&tag_path(&tag.key)), "name": format!("#{}", tag.shown) })
        }));

        let (mut to, mut cc) = match self.root.visibility.is_for_everybody() {
            true => audience(&own, self.root.visibility),
            false => (Vec::new(), Vec::new()),
        };
        // What is for some is for those who are in the thread.
        let addressed = if to.is_empty() { &mut to } else { &mut cc };
        for person in people.into_iter().filter(|person| *person != own) {
            if !addressed.contains(&person) {
                addressed.push(person);
            }
        }
        let content = accounts::marked_up(db, tenant, &[&comment.caption]).await?.remove(0);
        let content = for_elsewhere(&content, tenant, &self.mentioned);
        let note = json!({
            "id": here.post(comment.id),
            "type": "Note",
            "attributedTo": own,
            "url": tenant.url(&format!("/@{}/{}", author.name, comment.id)),
            "published": time(comment.published_at),
            "updated": comment.edited_at.map(|edited| time(edited.max(comment.published_at))),
            "to": to,
            "cc": cc,
            "summary": null,
            "sensitive": false,
            "inReplyTo": posts::uri_of(db, tenant, &self.parent).await?,
            "content": content,
            "contentMap": in_language(&comment.language, &content),
            "attachment": [],
            "tag": tags,
            "replies": answers(tenant, comment.id),
        });
        Ok(without_nothing(note, &["updated", "contentMap"]))
    }
}

/// The note that a comment of somebody of `tenant` is.
pub async fn note(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    author: &account::Model,
    comment: &post::Model,
) -> Result<Value> {
    Place::of(db, tenant, comment).await?.note(db, tenant, author, comment).await
}

/// The community of whoever says something, if it is one of this hub. Whoever leaves says nothing but that.
async fn community_of(tx: &Tx, author: &account::Model) -> Result<Option<Tenant>> {
    match author.tenant_id.filter(|_| author.state == account::State::Living) {
        Some(tenant) => tenants::by_id(tx, tenant).await,
        None => Ok(None),
    }
}

/// Tells other servers of a comment of somebody here.
pub(super) async fn tell_added(app: &App, tx: &Tx, by: &account::Model, comment: &post::Model) -> Result<()> {
    let Some(tenant) = community_of(tx, by).await? else { return Ok(()) };
    let place = Place::of(tx, &tenant, comment).await?;
    let inboxes = place.inboxes(tx).await?;
    if inboxes.is_empty() {
        return Ok(());
    }
    let note = place.note(tx, &tenant, by, comment).await?;
    let activity = create(tenant.addresses(), comment.id, &note);
    say(app, tx, &tenant, by, comment.id, activity, Urgency::New, &inboxes).await
}

/// Tells them that it says something else now.
pub(super) async fn tell_edited(app: &App, tx: &Tx, by: &account::Model, comment: &post::Model) -> Result<()> {
    let Some(tenant) = community_of(tx, by).await? else { return Ok(()) };
    let (place, here) = (Place::of(tx, &tenant, comment).await?, tenant.addresses());
    let mut inboxes = place.inboxes(tx).await?;
    inboxes.extend(federation::reached(tx, &here.post(comment.id)).await?);
    if inboxes.is_empty() {
        return Ok(());
    }
    let note = place.note(tx, &tenant, by, comment).await?;
    let activity = update(here, comment.id, note, app.clock.now(), number(app));
    say(app, tx, &tenant, by, comment.id, activity, Urgency::Change, &inboxes).await
}

/// Tells everybody who has heard of it that it is gone.
pub(super) async fn tell_removed(app: &App, tx: &Tx, held: &Reached) -> Result<()> {
    let Some(tenant) = community_of(tx, &held.author).await? else { return Ok(()) };
    let object = tenant.addresses().post(held.post.id);
    let inboxes = federation::reached(tx, &object).await?;
    federation::drop_waiting(app, tx, &object).await?;
    let activity = delete(tenant.addresses(), held.author.id, held.post.id, number(app));
    say(app, tx, &tenant, &held.author, held.post.id, activity, Urgency::Change, &inboxes).await
}

fn number(app: &App) -> i64 {
    app.ids.mint::<PostId>().into()
}

#[expect(clippy::too_many_arguments, reason = "what is said, by whom, to whom")]
async fn say(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    author: &account::Model,
    comment: PostId,
    activity: Value,
    urgency: Urgency,
    inboxes: &[Inbox],
) -> Result<()> {
    let object = tenant.addresses().post(comment);
    let said = Said { tenant: tenant.id, account: author.id, object, activity: with_context(activity), urgency };
    federation::deliver(app, tx, said, inboxes).await
}

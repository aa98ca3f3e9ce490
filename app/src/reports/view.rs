//! Reports as staff read them, and what is reported as whoever reports it sees it.

use std::{collections::HashMap, time::Duration};

use heliograph_entity::{
    account, item, post, report,
    values::{PostId, ReportId},
};

use super::queries;
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    media, posts, tenants,
    viewer::{Tenant, Viewer},
    web::Page,
};

/// How long staff are lent the pictures of what is not for everybody.
const LENT_FOR: Duration = Duration::from_secs(3600);
/// Pixels of the side that fills a tile.
const TILE: i32 = 320;
/// Characters of a post's words on a list.
const MOST_WORDS: usize = 200;

/// A post or a comment that is reported.
#[derive(Clone)]
pub(super) struct Reported {
    pub(super) url: String,
    pub(super) text: String,
    pub(super) is_comment: bool,
    /// Whether its author has deleted it meanwhile.
    pub(super) deleted: bool,
    pub(super) pictures: Vec<Tile>,
}

/// One of its pictures.
#[derive(Clone)]
pub(super) struct Tile {
    pub(super) src: String,
    pub(super) alt: String,
}

impl Reported {
    /// As lists show it.
    pub(super) fn beginning(&self) -> String {
        let mut words: String = self.text.chars().take(MOST_WORDS).collect();
        if words.len() < self.text.len() {
            words.push('…');
        }
        words
    }
}

/// What is reported, with who has published it, in the same order. Pictures of members are lent to staff where they are not
/// for everybody.
pub(super) async fn reported(app: &App, tenant: &Tenant, posts: &[(&post::Model, &Author)]) -> Result<Vec<Reported>> {
    let db = app.db.reader();
    let items = media::items_of_posts(db, posts.iter().map(|(post, _)| post.id)).await?;
    let files = media::renditions(db, items.iter().map(|item| item.id)).await?;
    let until = app.clock.now().plus(LENT_FOR);
    let reported = posts.iter().map(|(post, author)| {
        let url = format!("{}/{}", author.url, post.id);
        let src = |item: &item::Model| {
            if item.tenant_id.is_none() {
                let (width, _) = media::sizes_of(item).into_iter().find(|(width, _)| *width as i32 >= TILE)?;
                let shown = post.visibility.is_for_everybody() && !author.without_pictures;
                return shown.then(|| format!("{url}/pictures/{}-{width}.jpg", item.id));
            }
            let mut own = files.iter().filter(|file| file.item_id == Some(item.id));
            let file = own.clone().find(|file| file.width >= TILE).or_else(|| own.next_back())?;
            match post.visibility.is_for_everybody() && post.archived_at.is_none() {
                true => Some(media::web::address(file, tenant, &url)),
                false => Some(media::web::lent(app, file, &url, until)),
            }
        };
        let deleted = post.deleted_at.is_some();
        let of_post = items.iter().filter(|item| item.post_id == Some(post.id) && !deleted);
        let pictures = of_post.filter_map(|item| Some(Tile { src: src(item)?, alt: item.alt.clone() })).collect();
        let texts = [post.title.as_str(), post.caption.as_str()].into_iter().filter(|text| !text.is_empty());
        Reported {
            is_comment: post.root_id.is_some(),
            deleted,
            text: texts.collect::<Vec<_>>().join("\n"),
            pictures,
            url: url.clone(),
        }
    });
    Ok(reported.collect())
}

/// A report to staff.
pub(super) struct ReportView {
    pub(super) id: ReportId,
    pub(super) about: Author,
    /// The community's own member, and called so; of another server where there is none.
    pub(super) member: Option<String>,
    /// The server of somebody else.
    pub(super) server: Option<String>,
    pub(super) posts: Vec<Reported>,
    /// Who has reported it; none where they have left, where a server has, and to whomever it is about.
    pub(super) by: Option<Author>,
    pub(super) by_server: Option<String>,
    pub(super) rule: Option<String>,
    pub(super) words: String,
    pub(super) handed_on: bool,
    pub(super) open: bool,
    pub(super) answer: String,
    pub(super) closed_by: Option<String>,
    pub(super) closed: String,
    pub(super) made: String,
    pub(super) made_words: String,
    /// Whether it is about whoever looks, who decides nothing then.
    pub(super) about_me: bool,
}

impl ReportView {
    /// The first picture of what it is about.
    pub(super) fn picture(&self) -> Option<&Tile> {
        self.posts.iter().find_map(|post| post.pictures.first())
    }

    /// What was published, if it is about that.
    pub(super) fn beginning(&self) -> String {
        self.posts.first().map(Reported::beginning).unwrap_or_default()
    }

    /// The id of what it is called.
    pub(super) fn kind(&self) -> &'static str {
        match self.posts.first() {
            Some(post) if post.is_comment => "report-of-comment",
            Some(_) => "report-of-post",
            None => "report-of-person",
        }
    }
}

/// Reports as the viewer, of the staff, sees them, in the same order.
pub(super) async fn views(
    app: &App,
    viewer: &Viewer,
    reports: &[report::Model],
    page: &Page,
) -> Result<Vec<ReportView>> {
    let (db, tenant) = (app.db.reader(), &viewer.tenant);
    let named = queries::posts_of(db, reports.iter().map(|report| report.id)).await?;
    let all_posts = posts::by_ids(db, named.iter().map(|named| named.post_id)).await?;
    let people = reports
        .iter()
        .flat_map(|report| [Some(report.target_id), report.reporter_id, report.closed_by].into_iter().flatten());
    let people: Vec<account::Model> = accounts::by_ids(db, people).await?;
    let authors = accounts::authors(db, tenant, &people).await?;
    let hosts = tenants::hosts(db, reports.iter().filter_map(|report| report.host_id)).await?;
    let rules = queries::rules(db, reports.iter().filter_map(|report| report.rule_id)).await?;
    let who = |id| people.iter().position(|account| account.id == id).map(|at| (&people[at], &authors[at]));

    let by_author = |post: &post::Model| Some(who(post.account_id)?.1);
    let with_authors: Vec<_> = all_posts.iter().filter_map(|post| Some((post, by_author(post)?))).collect();
    let shown = reported(app, tenant, &with_authors).await?;
    let shown: HashMap<PostId, Reported> = with_authors.iter().map(|(post, _)| post.id).zip(shown).collect();

    let mut views = Vec::with_capacity(reports.len());
    for report in reports {
        let (target, about) = who(report.target_id).ok_or(Error::NotFound)?;
        let of_report = named.iter().filter(|named| named.report_id == report.id);
        let about_me = report.target_id == viewer.account.id;
        let is_member = target.tenant_id == Some(tenant.id);
        let by = report.reporter_id.filter(|_| report.host_id.is_none() && !about_me).and_then(who);
        views.push(ReportView {
            id: report.id,
            about: about.clone(),
            member: is_member.then(|| target.name.clone()),
            server: if is_member { None } else { about.name.rsplit_once('@').map(|(_, host)| host.to_owned()) },
            posts: of_report.filter_map(|named| shown.get(&named.post_id).cloned()).collect(),
            by: by.map(|(_, author)| author.clone()),
            by_server: hosts.iter().find(|host| Some(host.id) == report.host_id).map(|host| host.name.clone()),
            rule: report
                .rule_id
                .and_then(|rule| rules.iter().find(|known| known.id == rule))
                .map(|rule| rule.text.clone()),
            words: report.words.clone(),
            handed_on: report.handed_on,
            open: report.state == report::State::Open,
            answer: report.answer.clone(),
            closed_by: report.closed_by.and_then(who).map(|(_, author)| author.handle.clone()),
            closed: report.closed_at.map(|at| page.words.moment(at)).unwrap_or_default(),
            made: report.created_at.to_iso(),
            made_words: page.words.age(report.created_at, app.clock.now()),
            about_me,
        });
    }
    Ok(views)
}

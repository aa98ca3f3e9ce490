//! What they have published in the last year: planned first, then written some hundreds at a time.

use std::collections::BTreeMap;

use heliograph_entity::{
    audience, file, item, post, post_tag,
    values::{Licence, PostId, Timestamp},
};
use heliograph_paint::Chance;

use super::{
    AllCounts, Wish,
    follows::Follows,
    people::Person,
    phrases,
    pictures::{Stock, Stocked},
    queries,
};
use crate::{
    app::App,
    markup::hashtags,
    media::{self, Wanted},
    viewer::Tenant,
};

const HOUR: i64 = 3_600_000;
const DAYS: usize = 364;
const AT_ONCE: usize = 400;
const PINNED: i64 = 3;

const LICENCES: [(Licence, usize); 6] = [
    (Licence::AllRightsReserved, 40),
    (Licence::By, 22),
    (Licence::BySa, 14),
    (Licence::ByNcSa, 10),
    (Licence::ByNcNd, 8),
    (Licence::Cc0, 6),
];

#[expect(clippy::too_many_arguments, reason = "everything that has been made so far")]
pub(super) async fn make(
    app: &App,
    tenant: &Tenant,
    people: &[Person],
    follows: &Follows,
    stock: &Stock,
    wish: &Wish,
    counts: &mut AllCounts,
    chance: &mut Chance,
    tell: &impl Fn(String),
) -> anyhow::Result<(usize, usize)> {
    // A little earlier each time, so that the same people made twice in a day publish at other moments.
    let earlier = (app.rng.number().unsigned_abs() % 60_000) as i64;
    let moments = moments(app.clock.now(), earlier, wish.posts, chance);
    let busy: f64 = people.iter().map(|person| person.busy).sum();
    let mut photos = 0;
    let mut done = 0;
    for some in moments.chunks(AT_ONCE) {
        let mut batch = Batch::default();
        for (published_at, turn) in some {
            let mut mark = chance.share() * busy;
            let author = people.iter().find(|person| {
                mark -= person.busy;
                mark < 0.0
            });
            let id = app.ids.mint_for(*published_at, *turn);
            let author = author.unwrap_or(&people[0]);
            batch.plan(app, tenant, people, author, follows, stock, (id, *published_at), counts, chance);
        }
        photos += batch.items.len();
        batch.write(app, tenant).await?;
        done += some.len();
        if done % (AT_ONCE * 10) == 0 || done == moments.len() {
            tell(format!("{done} of {} posts", moments.len()));
        }
    }
    Ok((moments.len(), photos))
}

/// When posts were published, `earlier` milliseconds before they otherwise were, oldest first, and which of its millisecond each is: more of late, few at night.
fn moments(now: Timestamp, earlier: i64, count: usize, chance: &mut Chance) -> Vec<(Timestamp, i64)> {
    const HOURS: [usize; 24] = [2, 1, 1, 1, 1, 3, 7, 10, 9, 6, 5, 6, 9, 7, 5, 5, 6, 9, 13, 16, 17, 14, 9, 5];
    let mut turns: BTreeMap<i64, i64> = BTreeMap::new();
    for _ in 0..count {
        let days = (DAYS as f64 * chance.share().powf(1.25)) as i64;
        let mut mark = chance.below(HOURS.iter().sum());
        let hour = HOURS.iter().position(|share| {
            let here = mark < *share;
            mark = mark.saturating_sub(*share);
            here
        });
        let today = now.millis() - now.millis().rem_euclid(24 * HOUR);
        let within = hour.unwrap_or(12) as i64 * HOUR + (chance.share() * HOUR as f64) as i64;
        let at = today - days * 24 * HOUR + within - earlier;
        let at = if at >= now.millis() { at - 24 * HOUR } else { at };
        *turns.entry(at).or_default() += 1;
    }
    turns.into_iter().flat_map(|(at, times)| (0..times).map(move |turn| (Timestamp::from_millis(at), turn))).collect()
}

#[derive(Default)]
struct Batch<'a> {
    posts: Vec<post::Model>,
    items: Vec<item::Model>,
    tags: Vec<post_tag::Model>,
    audience: Vec<audience::Model>,
    wanted: Vec<Wanted<'a>>,
}

impl<'a> Batch<'a> {
    #[expect(clippy::too_many_arguments, reason = "everything that has been made so far")]
    fn plan(
        &mut self,
        app: &App,
        tenant: &Tenant,
        people: &[Person],
        author: &Person,
        follows: &Follows,
        stock: &'a Stock,
        (id, published_at): (PostId, Timestamp),
        counts: &mut AllCounts,
        chance: &mut Chance,
    ) {
        let pictures: Vec<&Stocked> = (0..how_many(chance)).map(|_| chance.one(&stock.pictures)).collect();
        let followers = follows.followers.get(&author.account.id).map_or(&[][..], Vec::as_slice);
        let visibility = match chance.below(100) {
            0..=90 if !author.private => post::Visibility::Public,
            91..=94 if !author.private => post::Visibility::Unlisted,
            99 if !followers.is_empty() => post::Visibility::Named,
            _ => post::Visibility::Followers,
        };
        if visibility == post::Visibility::Named {
            let named = followers.iter().take(3).map(|account| audience::Model { post_id: id, account_id: *account });
            self.audience.extend(named);
        }
        let mention =
            chance.happens(0.12).then(|| chance.one(people)).filter(|other| other.account.id != author.account.id);
        let said = phrases::of_a_post(
            pictures.first().map(|picture| picture.motif),
            mention.map(|other| other.account.name.as_str()),
            chance,
        );
        let counted = counts.entry(author.account.id).or_default();
        let pinned = visibility == post::Visibility::Public
            && !pictures.is_empty()
            && counted.pinned < PINNED
            && chance.happens(0.02);
        counted.posts += 1;
        counted.pinned += i64::from(pinned);

        let class = if visibility.is_for_everybody() { file::Class::Public } else { file::Class::Restricted };
        let licence = licence(chance);
        for (position, picture) in (0..).zip(&pictures) {
            let item = item::Model {
                id: app.ids.mint(),
                account_id: author.account.id,
                draft_id: None,
                post_id: Some(id),
                position,
                alt: if chance.happens(0.86) { picture.motif.alt.to_owned() } else { String::new() },
                title: if pictures.len() > 1 && chance.happens(0.5) {
                    chance.one(picture.motif.titles).to_string()
                } else {
                    String::new()
                },
                licence,
                created_at: published_at,
                ..picture.item.clone()
            };
            counted.bytes += picture.original.bytes;
            let copies = |of, class| Wanted { of, item: Some(item.id), class, created_at: published_at };
            self.wanted.push(copies(&picture.original, file::Class::Restricted));
            self.wanted.extend(picture.renditions.iter().map(|of| copies(of, class)));
            self.items.push(item);
        }
        let tags: BTreeMap<String, String> =
            hashtags(&said.caption).into_iter().map(|tag| (tag.key, tag.shown)).collect();
        let row = |(tag, shown)| post_tag::Model { post_id: id, tag, tenant_id: Some(tenant.id), shown };
        self.tags.extend(tags.into_iter().map(row));
        self.posts.push(post::Model {
            id,
            kind: post::Kind::Post,
            parent_id: None,
            root_id: None,
            branch_id: None,
            tenant_id: Some(tenant.id),
            account_id: author.account.id,
            visibility,
            title: said.title,
            caption: said.caption,
            warning: said.warning.to_owned(),
            language: "en".to_owned(),
            commenters: if chance.happens(0.06) { post::Commenters::Followers } else { post::Commenters::Everyone },
            details: String::new(),
            downloadable: licence != Licence::AllRightsReserved,
            published_at,
            edited_at: None,
            deleted_at: None,
            archived_at: None,
            pinned_at: pinned.then_some(published_at),
            version: 0,
            comments_count: 0,
            likes_count: 0,
            boosts_count: 0,
        });
    }

    /// Files first, then everything that refers to them.
    async fn write(self, app: &App, tenant: &Tenant) -> anyhow::Result<()> {
        let files = media::replicate(app, tenant.id, &self.wanted).await?;
        let tx = app.db.write_tx().await?;
        queries::insert_posts(&tx, self.posts).await?;
        queries::insert_items(&tx, self.items).await?;
        queries::insert_tags(&tx, self.tags).await?;
        queries::insert_audience(&tx, self.audience).await?;
        media::keep_replicas(&tx, &files).await?;
        Ok(tx.commit().await?)
    }
}

/// Mostly one photo; some have several, a few none.
fn how_many(chance: &mut Chance) -> usize {
    match chance.below(100) {
        0..=2 => 0,
        3..=81 => 1,
        82..=95 => 2 + chance.below(3),
        _ => 5 + chance.below(5),
    }
}

fn licence(chance: &mut Chance) -> Licence {
    let mut mark = chance.below(LICENCES.iter().map(|(_, share)| share).sum());
    for (licence, share) in LICENCES {
        if mark < share {
            return licence;
        }
        mark -= share;
    }
    Licence::AllRightsReserved
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::Timestamp;
    use heliograph_paint::Chance;

    use super::{HOUR, moments};

    #[test]
    fn moments_lie_in_the_last_year_and_none_is_taken_twice() {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let moments = moments(now, 0, 20_000, &mut Chance::new(1));
        assert_eq!(moments.len(), 20_000);
        assert!(moments.is_sorted() && moments.windows(2).all(|pair| pair[0] != pair[1]));
        let year = 366 * 24 * HOUR;
        assert!(moments.iter().all(|(at, _)| at.millis() < now.millis() && now.millis() - at.millis() < year));
    }
}

use std::time::Duration;

use heliograph_entity::{feed, feed_owner};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::{Hub, Page, Person, photos};

#[tokio::test]
async fn pages_of_a_list_follow_each_other_without_loss_or_repetition() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    for number in 0..43 {
        let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(32, 24, number));
        page.fills("title", &format!("Number {number}")).presses("Publish").await;
    }

    let mut titles = Vec::new();
    let mut next = "/".to_owned();
    for pages in 1.. {
        let page = ana.visits(&next).await;
        titles.extend(page.texts(".h-entry h2"));
        if pages == 1 {
            // What comes in meanwhile does not shift the pages.
            let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(32, 24, 99));
            page.fills("title", "Meanwhile").presses("Publish").await;
        }
        next = page.attribute("a[rel='next']", "href");
        if next.is_empty() {
            assert_eq!(pages, 3);
            break;
        }
    }
    let expected: Vec<String> = (0..43).rev().map(|number| format!("Number {number}")).collect();
    assert_eq!(titles, expected);
}

async fn publishes(person: &Person, title: impl AsRef<str>) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(32, 24, 1));
    page.fills("title", title.as_ref()).presses("Publish").await
}

async fn reads(person: &Person) -> Vec<String> {
    person.visits("/").await.texts(".h-entry h2")
}

/// Every page of somebody's home, one after the other.
async fn reads_to_the_end(person: &Person) -> Vec<String> {
    let (mut titles, mut next) = (Vec::new(), "/".to_owned());
    while !next.is_empty() {
        let page = person.visits(&next).await;
        titles.extend(page.texts(".h-entry h2"));
        next = page.attribute("a[rel='next']", "href");
        if next.is_empty() {
            assert!(page.main_text().contains("You have seen all of it"), "{}", page.main_text());
        }
    }
    titles
}

#[tokio::test]
async fn home_is_what_those_one_follows_publish() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    publishes(&ana, "A").await;
    publishes(&eva, "E").await;

    // Who follows nobody yet sees the community.
    let page = tom.visits("/").await;
    assert_eq!(page.texts(".h-entry h2"), ["E", "A"]);
    assert!(page.main_text().contains("Follow people, and their photographs come here"));
    tom.posts("/@ana/follow", &[]).await;

    // First from the accounts themselves, then from the feed that was written meanwhile.
    for written_ahead in [false, true] {
        assert_eq!(reads(&tom).await, ["A"], "{written_ahead}");
        assert_eq!(tom.visits("/local").await.texts(".h-entry h2"), ["E", "A"]);
        hub.settles().await;
    }

    tom.posts("/@eva/follow", &[]).await;
    assert_eq!(reads(&tom).await, ["E", "A"], "right after following");
    publishes(&tom, "T").await;
    let second = publishes(&eva, "E2").await;
    assert_eq!(reads(&tom).await, ["E2", "T", "E", "A"], "right after publishing, one's own too");
    eva.posts(&format!("{}/delete", second.path), &[]).await;
    assert_eq!(reads(&tom).await, ["T", "E", "A"], "right after deleting");

    eva.visits("/settings/privacy").await.fills("old", "followers").presses("Make my account private").await;
    assert_eq!(reads(&tom).await, ["T", "E", "A"], "followers go on seeing");
    eva.posts("/@tom/remove", &[]).await;
    assert_eq!(reads(&tom).await, ["T", "A"], "right after being removed");
    tom.posts("/@eva/follow", &[]).await;
    assert_eq!(reads(&tom).await, ["T", "A"], "asking is not following");
    eva.visits("/requests").await.presses("Let in").await;
    assert_eq!(reads(&tom).await, ["T", "E", "A"], "right after being let in");
    tom.posts("/@ana/unfollow", &[]).await;
    assert_eq!(reads(&tom).await, ["T", "E"], "right after unfollowing");
}

#[tokio::test]
async fn nothing_is_lost_or_doubled_while_paging_and_others_publish() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    for author in ["ana", "eva"] {
        tom.posts(&format!("/@{author}/follow"), &[]).await;
    }
    for written_ahead in [false, true] {
        if written_ahead {
            tom.visits("/").await;
            hub.settles().await;
        }
        let before = if written_ahead { reads_to_the_end(&tom).await } else { Vec::new() };
        let name = |number: usize, who: &str| format!("{written_ahead} {who} {number}");
        for number in 0..13 {
            tokio::join!(publishes(&ana, name(number, "ana")), publishes(&eva, name(number, "eva")));
        }
        let there = reads_to_the_end(&tom).await;
        assert_eq!(there.len(), before.len() + 26);

        let publishing = async {
            for number in 100..108 {
                tokio::join!(publishes(&ana, name(number, "ana")), publishes(&eva, name(number, "eva")));
            }
        };
        let reading = async {
            let mut walks = Vec::new();
            for _ in 0..4 {
                walks.push(reads_to_the_end(&tom).await);
            }
            walks
        };
        let ((), walks) = tokio::join!(publishing, reading);
        for walk in walks {
            let known: Vec<&String> = walk.iter().filter(|title| there.contains(title)).collect();
            assert_eq!(known, there.iter().collect::<Vec<_>>(), "what was there is there once, in its order");
            let mut once = walk.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), walk.len(), "nothing comes twice");
        }
    }
}

#[tokio::test]
async fn a_feed_goes_on_beyond_what_is_written_and_is_forgotten_when_nobody_reads_it() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    for number in 0..25 {
        publishes(&ana, number.to_string()).await;
    }
    tom.posts("/@ana/follow", &[]).await;
    let expected: Vec<String> = (0..25).rev().map(|number| number.to_string()).collect();
    assert_eq!(reads_to_the_end(&tom).await, expected);
    hub.settles().await;
    assert_eq!(reads_to_the_end(&tom).await, expected);

    // As if the feed held the newest eight only.
    let db = hub.app.db.reader();
    #[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
    let rows = feed::Entity::find().order_by_desc(feed::Column::PostId).all(db).await.expect("the feed");
    assert_eq!(rows.len(), 25);
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let whole_from = feed_owner::ActiveModel { whole_from: Set(rows[7].post_id), ..Default::default() };
    feed_owner::Entity::update_many().set(whole_from).exec(&tx).await.expect("cut");
    feed::Entity::delete_many().filter(feed::Column::PostId.lt(rows[7].post_id)).exec(&tx).await.expect("cut");
    tx.commit().await.expect("committed");
    assert_eq!(reads_to_the_end(&tom).await, expected);

    hub.after(Duration::from_secs(32 * 24 * 3600)).await;
    #[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
    let kept = (feed::Entity::find().count(db).await, feed_owner::Entity::find().count(db).await);
    assert_eq!((kept.0.expect("a count"), kept.1.expect("a count")), (0, 0));
    publishes(&ana, "25").await;
    assert_eq!(reads_to_the_end(&tom).await.len(), 26);
}

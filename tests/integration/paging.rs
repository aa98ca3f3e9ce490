//! Whoever turns the pages of a list meets each post once that was there at the first page and may still be seen,
//! whatever its authors do meanwhile.
//!
//! What happens is drawn from a seed; HELIOGRAPH_TEST_SEED names another one.

use std::collections::BTreeMap;

use crate::support::{Hub, Person};

const SEEDS: [u64; 2] = [1, 20_261_123];
/// More than two pages of the longest list, by the one author who is followed; and some by another.
const AT_FIRST: [(usize, usize); 2] = [(0, 100), (1, 16)];
const STEPS: usize = 260;

/// SplitMix64: enough to choose with.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Becomes {
    Public,
    /// For the followers of its author: it stays where these look.
    Followers,
    /// For somebody else.
    Named,
    Archived,
    Deleted,
}

#[derive(Debug)]
struct Post {
    path: String,
    author: usize,
    is: Becomes,
}

/// A list, and somebody on the way through it.
struct Walk {
    start: &'static str,
    /// Whose posts it has; of both where nobody is named.
    of: Option<usize>,
    next: String,
    /// What stood in it when its first page was asked for, and nobody has touched since.
    there: Vec<u64>,
    met: Vec<u64>,
    walked: usize,
}

impl Walk {
    fn new(start: &'static str, of: Option<usize>) -> Self {
        Self { start, of, next: start.to_owned(), there: Vec::new(), met: Vec::new(), walked: 0 }
    }

    /// Whether the reader, who follows the first author and not the second, finds the post in this list.
    fn has(&self, post: &Post) -> bool {
        let audience = match (self.start, post.is) {
            (_, Becomes::Public) => true,
            // The community's page and those of hashtags have what is for everybody.
            ("/@ana" | "/", Becomes::Followers) => post.author == 0,
            _ => false,
        };
        audience && self.of.is_none_or(|of| of == post.author)
    }

    async fn turns(&mut self, reader: &Person, posts: &BTreeMap<u64, Post>, seed: u64) {
        if self.next == self.start {
            self.met.clear();
            self.there = posts.iter().filter(|(_, post)| self.has(post)).map(|(id, _)| *id).collect();
        }
        let page = reader.visits(&self.next).await;
        assert_eq!(page.status, 200, "{}: {}", self.next, page.main_text());
        for id in page.attributes(".h-entry[id^='post-']", "id") {
            let id: u64 = id.trim_start_matches("post-").parse().expect("an id");
            let post = posts.get(&id).expect("a post of ours");
            assert!(self.has(post), "seed {seed}: {} shows {post:?}", self.next);
            self.met.push(id);
        }
        self.next = page.attribute("a[rel='next']", "href");
        if !self.next.is_empty() {
            return;
        }
        assert!(
            self.met.is_sorted_by(|newer, older| newer > older),
            "seed {seed}: {} has each post once, the newest first: {:?}",
            self.start,
            self.met
        );
        let lost: Vec<&u64> = self.there.iter().filter(|id| !self.met.contains(id)).collect();
        assert!(lost.is_empty(), "seed {seed}: {} has lost {lost:?} of {:?}", self.start, self.met);
        self.walked += 1;
        self.next = self.start.to_owned();
    }
}

async fn publishes(person: &Person, author: usize, number: usize) -> (u64, Post) {
    let caption = format!("Number {number} #tide");
    let page = person.visits("/publish").await.fills("caption", &caption).presses("Publish").await;
    let id = page.path.rsplit('/').next().and_then(|id| id.parse().ok());
    let id = id.unwrap_or_else(|| panic!("{}: {}", page.path, page.main_text()));
    (id, Post { path: page.path, author, is: Becomes::Public })
}

/// Has one of the posts become something else. No walk that is under way has to show it any more.
async fn changes(author: &Person, post: &mut Post, to: Becomes) {
    let narrowed = async |audience: &str| {
        let page = author.visits(&format!("{}/edit", post.path)).await;
        let page = page.fills("audience", audience).fills("named", "@mara").presses("Save changes").await;
        assert_eq!(page.path, post.path, "{}", page.main_text());
    };
    match to {
        Becomes::Public => narrowed("public").await,
        Becomes::Followers => narrowed("followers").await,
        Becomes::Named => narrowed("named").await,
        Becomes::Archived => {
            author.posts(&format!("{}/archive", post.path), &[("action", "archive")]).await;
        }
        Becomes::Deleted => {
            author.posts(&format!("{}/delete", post.path), &[]).await;
        }
    }
    post.is = to;
}

async fn pages_are_turned(seed: u64) {
    let hub = Hub::start().await;
    let [ana, eva, tom, _mara] = hub.people(["ana", "eva", "tom", "mara"]).await;
    let authors = [ana, eva];
    tom.posts("/@ana/follow", &[]).await;
    let mut posts = BTreeMap::new();
    let mut number = 0;
    for (author, many) in AT_FIRST {
        for _ in 0..many {
            number += 1;
            posts.extend([publishes(&authors[author], author, number).await]);
        }
    }
    let mut chance = Chance(seed);
    let mut walks = [
        Walk::new("/", Some(0)),
        Walk::new("/local", None),
        Walk::new("/@ana", Some(0)),
        Walk::new("/tags/tide", None),
    ];
    for step in 0..STEPS {
        match chance.below(10) {
            0..=5 => {
                let walk = chance.below(walks.len());
                walks[walk].turns(&tom, &posts, seed).await;
            }
            6..=7 => {
                number += 1;
                let author = chance.below(authors.len());
                posts.extend([publishes(&authors[author], author, number).await]);
            }
            _ => {
                let living: Vec<u64> = posts
                    .iter()
                    .filter(|(_, post)| !matches!(post.is, Becomes::Archived | Becomes::Deleted))
                    .map(|(id, _)| *id)
                    .collect();
                let id = living[chance.below(living.len())];
                let all = [Becomes::Public, Becomes::Followers, Becomes::Named, Becomes::Archived, Becomes::Deleted];
                let post = posts.get_mut(&id).expect("a post");
                let to = all[chance.below(all.len())];
                if to == post.is {
                    continue;
                }
                changes(&authors[post.author], post, to).await;
                walks.iter_mut().for_each(|walk| walk.there.retain(|there| *there != id));
            }
        }
        // From here on the feed of the reader is written ahead.
        if step == STEPS / 3 {
            hub.settles().await;
        }
    }
    for walk in &mut walks {
        let enough = walk.walked + 1;
        while walk.walked < enough {
            walk.turns(&tom, &posts, seed).await;
        }
        assert!(walk.walked >= 3, "seed {seed}: {} was read to its end {} times", walk.start, walk.walked);
    }
}

#[tokio::test]
async fn nothing_is_lost_or_doubled_whatever_happens_between_two_pages() {
    let seeds = match std::env::var("HELIOGRAPH_TEST_SEED") {
        Ok(seed) => vec![seed.parse().expect("HELIOGRAPH_TEST_SEED is a number")],
        Err(_) => SEEDS.to_vec(),
    };
    for seed in seeds {
        pages_are_turned(seed).await;
    }
}

//! Whatever other servers send: nothing breaks, and no limit is passed. HELIOGRAPH_NOISE_ROUNDS has it go on for longer, from
//! anywhere, and HELIOGRAPH_NOISE_SEED repeats what was found.

use std::hash::{BuildHasher, RandomState};

use heliograph::{federation::reading, jobs};
use serde_json::{Map, Value, json};

use super::{activity, follows};
use crate::support::{
    RemoteServer,
    inbound::{Chance, actor, change, changed, is_known, is_taken, note},
};

const USUAL_ROUNDS: usize = 4_000;

/// Numbers that are the same for the same seed (SplitMix64).
struct Seed(u64);

impl Chance for Seed {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 8) as usize % end
    }
}

fn plan() -> (u64, usize) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let rounds = number("HELIOGRAPH_NOISE_ROUNDS");
    let seed = number("HELIOGRAPH_NOISE_SEED").or(rounds.map(|_| RandomState::new().hash_one("noise")));
    (seed.unwrap_or(11), rounds.unwrap_or(USUAL_ROUNDS as u64) as usize)
}

#[test]
fn whatever_a_document_says_is_within_the_limits_or_refused() {
    let (seed, rounds) = plan();
    let (mut taken, mut people) = (0, 0);
    for round in 0..rounds {
        let seed = seed.wrapping_add(round as u64);
        let mut chance = Seed(seed);
        let found = format!("HELIOGRAPH_NOISE_SEED={seed}");
        let document = changed(note(), &mut chance);
        let outer = changed(json!({ "to": ["as:Public"], "cc": [] }), &mut chance);
        taken += usize::from(is_taken(&document, &outer, &found));
        let document = changed(actor(), &mut chance);
        people += usize::from(is_known(&document, &found));
        let text = document.to_string();
        let cut = text.char_indices().nth(chance.below(text.len())).map_or(text.len(), |(at, _)| at);
        let _ = reading::json(&text.as_bytes()[..cut]);
    }
    assert!(
        taken > rounds / 20 && people > rounds / 20,
        "much of it is no noise at all: {taken}, {people} of {rounds}"
    );
}

/// The same with a signature, by an inbox: it answers, and what it has taken comes to an end.
#[tokio::test]
async fn whatever_somebody_signs_breaks_nothing() {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    follows(&hub, &peer, &ana, "lena").await;
    let lena = peer.actor("lena");
    let (seed, rounds) = plan();
    for round in 0..(rounds / 40).min(2000) {
        let seed = seed.wrapping_add(round as u64);
        let mut chance = Seed(seed);
        let text = note()
            .to_string()
            .replace("https://peer.example/users/lena", &lena)
            .replace("https://peer.example", &peer.origin());
        let mut whole: Map<String, Value> = serde_json::from_str(&text).expect("JSON");
        whole.insert("id".to_owned(), json!(format!("{}/p/{round}", peer.origin())));
        let kind =
            ["Create", "Update", "Delete", "Announce", "Like", "Undo", "Follow", "Accept", "Block"][chance.below(9)];
        let mut said = activity(&peer, "lena", kind, round as u32, &Value::Object(whole));
        change(&mut said["object"], &mut chance);
        if chance.below(3) == 0 {
            said = changed(said, &mut chance);
        }
        let status = peer.sends(&hub, "lena", &said).await.status.as_u16();
        assert!([202, 400, 401, 413].contains(&status), "HELIOGRAPH_NOISE_SEED={seed}: {status} for {said}");
    }
    hub.settles().await;
    let page = ana.visits("/").await;
    assert_eq!(page.status, 200);
    for post in page.attributes(".post a.when", "href") {
        assert!(ana.asks(&post).await.status.as_u16() < 500, "{post}");
    }
    let db = hub.app.db.reader();
    let given_up = jobs::given_up(db, None, None, 10).await.expect("the queue");
    let retrying = jobs::retrying(db, None, 10).await.expect("the queue");
    let failed: Vec<_> = given_up.iter().chain(&retrying).map(|job| (&job.name, &job.last_error)).collect();
    assert!(failed.is_empty(), "HELIOGRAPH_NOISE_SEED={seed} or soon after: {failed:?}");
}

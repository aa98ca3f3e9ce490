//! What other servers send, looked through by libFuzzer, which goes on from whatever has led further than before: nothing
//! breaks, and no limit is passed. `tests/run fuzz` builds and runs it.

#![no_main]

#[path = "../support/inbound.rs"]
mod inbound;

use heliograph::{federation::reading, markup::cleaned};
use inbound::{Chance, actor, changed, is_known, is_taken, note};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// Decides by what comes next. Once there is nothing more, nothing is spoilt further.
struct Input<'a>(&'a [u8]);

impl Chance for Input<'_> {
    fn below(&mut self, end: usize) -> usize {
        let (next, left) = self.0.split_at(self.0.len().min(2));
        self.0 = left;
        next.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)) % end
    }
}

/// As it stands, and as a part of something else.
fn read(document: &Value) {
    for document in [document, &document["object"]] {
        is_taken(document, &json!({}), "the input");
        is_known(document, "the input");
        cleaned(reading::text_of(&document["content"]), &[]);
    }
}

fuzz_target!(|bytes: &[u8]| {
    match bytes {
        // The bytes of a document.
        [b'{', ..] => {
            if let Some(document) = reading::json(bytes) {
                read(&document);
            }
        }
        // What is spoilt in one that is right.
        _ => {
            let mut input = Input(bytes);
            read(&changed(note(), &mut input));
            read(&changed(actor(), &mut input));
        }
    }
});

//! A video as pages show it.

use heliograph_entity::item;

pub struct Video {
    pub src: String,
    /// As in 1:05; empty where nobody knows.
    pub length: String,
    /// ISO 8601.
    pub duration: Option<String>,
}

impl Video {
    /// That of an item of the post at `post`.
    pub(super) fn new(post: &str, item: &item::Model) -> Self {
        Self {
            src: format!("{post}/videos/{}", item.id),
            length: item.duration.map(length).unwrap_or_default(),
            duration: item.duration.map(|duration| format!("PT{}S", seconds(duration))),
        }
    }
}

fn seconds(milliseconds: i64) -> i64 {
    ((milliseconds + 500) / 1000).max(1)
}

/// As in 1:05 or 1:02:03.
fn length(milliseconds: i64) -> String {
    let seconds = seconds(milliseconds);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_length_is_told_as_clocks_do() {
        let told = [1, 900, 24_400, 65_000, 3_723_000].map(length);
        assert_eq!(told, ["0:01", "0:01", "0:24", "1:05", "1:02:03"]);
    }
}

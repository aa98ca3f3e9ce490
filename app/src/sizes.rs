//! Sizes as people type them: “200 MB”, “1.5 GB”, and “200”, which is in MB.

/// In million bytes, when it is a size in whole megabytes.
pub fn parse(typed: &str) -> Option<i32> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digits = typed.find(|letter: char| letter.is_alphabetic()).unwrap_or(typed.len());
    let (number, unit) = typed.split_at(digits);
    let times = match unit.to_ascii_uppercase().as_str() {
        "" | "MB" => 1.0,
        "GB" => 1e3,
        "TB" => 1e6,
        _ => return None,
    };
    // “1,500” is one thing here and another there.
    if number.split_once(',').is_some_and(|(_, decimals)| decimals.len() == 3) {
        return None;
    }
    let number = number.replace(',', ".");
    let is_plain = number.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let megabytes = number.parse::<f64>().ok().filter(|_| is_plain)? * times;
    let whole = megabytes.round();
    let is_whole = (megabytes - whole).abs() < 1e-6;
    (is_whole && whole <= f64::from(i32::MAX)).then_some(whole as i32)
}

/// In the form that [`parse`] reads, to the last megabyte: “40 MB”, “1.5 GB”.
pub fn megabytes(size: i32) -> String {
    let (whole, rest, unit) = match size {
        ..1000 => return format!("{size} MB"),
        1000..1_000_000 => (size / 1000, format!("{:03}", size % 1000), "GB"),
        _ => (size / 1_000_000, format!("{:06}", size % 1_000_000), "TB"),
    };
    match rest.trim_end_matches('0') {
        "" => format!("{whole} {unit}"),
        rest => format!("{whole}.{rest} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{megabytes, parse};

    #[test]
    fn a_size_is_typed_with_its_unit_or_in_megabytes() {
        for (typed, size) in [
            ("200", 200),
            ("200 MB", 200),
            ("200mb", 200),
            ("1.5 GB", 1500),
            ("1,5 GB", 1500),
            ("1.234 gb", 1234),
            ("20 000 MB", 20_000),
            ("20\u{202f}000\u{a0}MB", 20_000),
            ("0.5 TB", 500_000),
            ("1 TB", 1_000_000),
            ("0", 0),
            ("0.001 GB", 1),
        ] {
            assert_eq!(parse(typed), Some(size), "{typed}");
        }
        for typed in [
            "",
            "MB",
            "a lot",
            "-1 MB",
            "1e3",
            "1.5",
            "0.5 MB",
            "1,500 GB",
            "1.2.3 GB",
            "200 kB",
            "9999999 TB",
            "inf",
            "∞ MB",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_is_shown_is_what_may_be_typed() {
        let shown = [1, 40, 999, 1000, 1500, 1234, 20_000, 999_999, 1_000_000, 1_250_001].map(megabytes);
        assert_eq!(
            shown,
            ["1 MB", "40 MB", "999 MB", "1 GB", "1.5 GB", "1.234 GB", "20 GB", "999.999 GB", "1 TB", "1.250001 TB"]
        );
        for size in [1, 40, 999, 1000, 1500, 1234, 20_000, 999_999, 1_000_000, 1_250_001] {
            assert_eq!(parse(&megabytes(size)), Some(size));
        }
    }
}

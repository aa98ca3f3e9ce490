//! What covers a body: `Digest` (RFC 3230) and `Content-Digest` (RFC 9530). SHA-256 has to be there and to be right;
//! what else is there is not looked at.

use aws_lc_rs::{constant_time::verify_slices_are_equal, digest};
use base64::{Engine, engine::general_purpose::STANDARD};

fn sha256(body: &[u8]) -> impl AsRef<[u8]> {
    digest::digest(&digest::SHA256, body)
}

pub(super) fn digest_of(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(sha256(body)))
}

pub(super) fn content_digest_of(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(sha256(body)))
}

/// Whether `Digest` says what the body is. Some write the algorithm in capitals and some don't.
pub(super) fn digest_fits(header: &str, body: &[u8]) -> bool {
    let mut values = values(header).peekable();
    values.peek().is_some() && values.all(|value| is_that_of(value, body))
}

/// Whether `Content-Digest` does.
pub(super) fn content_digest_fits(header: &str, body: &[u8]) -> bool {
    let mut values = values(header).peekable();
    let bytes = |value: &str| value.strip_prefix(':').and_then(|value| value.strip_suffix(':')).map(str::to_owned);
    values.peek().is_some() && values.all(|value| bytes(value).is_some_and(|value| is_that_of(&value, body)))
}

/// The values for SHA-256.
fn values(header: &str) -> impl Iterator<Item = &str> {
    header
        .split(',')
        .filter_map(|part| part.trim().split_once('='))
        .filter(|(algorithm, _)| algorithm.eq_ignore_ascii_case("sha-256"))
        .map(|(_, value)| value.trim())
}

fn is_that_of(base64: &str, body: &[u8]) -> bool {
    STANDARD.decode(base64).is_ok_and(|said| verify_slices_are_equal(&said, sha256(body).as_ref()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{content_digest_fits, content_digest_of, digest_fits, digest_of};

    /// The body and the digest are those of RFC 9530, B.1 and B.2.
    const BODY: &[u8] = b"{\"hello\": \"world\"}\n";
    const SHA256: &str = "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=";

    #[test]
    fn a_digest_is_that_of_the_bytes() {
        assert_eq!(content_digest_of(BODY), format!("sha-256=:{SHA256}:"));
        assert_eq!(digest_of(BODY), format!("SHA-256={SHA256}"));
        for header in
            [format!("SHA-256={SHA256}"), format!("sha-256={SHA256}"), format!("SHA-512=AAAA, SHA-256={SHA256}")]
        {
            assert!(digest_fits(&header, BODY), "{header}");
            assert!(!digest_fits(&header, b"{\"hello\": \"word\"}\n"), "{header}");
        }
        assert!(content_digest_fits(&format!("sha-256=:{SHA256}:"), BODY));
    }

    #[test]
    fn another_algorithm_alone_or_a_second_value_is_none() {
        for header in ["", "SHA-512=AAAA", "md5=AAAA", "SHA-256=", "SHA-256"] {
            assert!(!digest_fits(header, BODY), "{header}");
        }
        assert!(!digest_fits(&format!("SHA-256={SHA256},SHA-256=AAAA"), BODY));
        assert!(!content_digest_fits(&format!("sha-256={SHA256}"), BODY));
        assert!(!content_digest_fits(&format!("sha-512=:{SHA256}:"), BODY));
    }
}

//! Names of servers as policies have them. A domain means its own host and all below it.

use url::{Host, Url};

/// RFC 1035, 2.3.4, without the root.
const LONGEST: usize = 253;

/// Why something that was typed names no server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainProblem {
    Missing,
    NotADomain,
    /// Anybody may have a server below it: `org`, `co.uk`.
    Public,
}

/// Reads a domain as people write it, with or without scheme and port, or as a handle's end: in lower case and punycode.
pub fn parse_domain(typed: &str) -> Result<String, DomainProblem> {
    let typed = typed.trim();
    let bare = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://")).unwrap_or(typed);
    let bare = bare.rsplit_once('@').map_or(bare, |(_, host)| host);
    let bare = bare.strip_prefix("*.").unwrap_or(bare).trim_end_matches(['/', '.']);
    if bare.is_empty() {
        return Err(DomainProblem::Missing);
    }
    let url = Url::parse(&format!("https://{bare}/")).map_err(|_| DomainProblem::NotADomain)?;
    let alone = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let domain = match url.host().filter(|_| alone).ok_or(DomainProblem::NotADomain)? {
        Host::Domain(domain) => domain.trim_end_matches('.').to_owned(),
        address => return Ok(address.to_string()),
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if domain.len() > LONGEST || !domain.split('.').all(label) {
        return Err(DomainProblem::NotADomain);
    }
    if is_public(&domain) { Err(DomainProblem::Public) } else { Ok(domain) }
}

/// Whether registries hand out names right below it. What one owner hands out names below, as `github.io`, is that owner's.
fn is_public(domain: &str) -> bool {
    let suffix = psl::suffix(domain.as_bytes());
    let is_suffix =
        suffix.is_some_and(|suffix| suffix.as_bytes() == domain.as_bytes() && suffix.typ() == Some(psl::Type::Icann));
    is_suffix || !domain.contains('.')
}

/// The names that cover a host, which may end with a port: its own first, then those above it.
pub fn covering(host: &str) -> Vec<&str> {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !port.is_empty() => name,
        _ => host,
    };
    let name = name.trim_end_matches('.');
    if matches!(Host::parse(name), Ok(Host::Ipv4(_) | Host::Ipv6(_))) {
        return vec![name];
    }
    let above = name.match_indices('.').map(|(at, _)| &name[at + 1..]).filter(|above| !above.is_empty());
    std::iter::once(name).chain(above).collect()
}

#[cfg(test)]
mod tests {
    use super::{DomainProblem, covering, parse_domain};

    #[test]
    fn domains_are_read_as_people_write_them() {
        for (typed, domain) in [
            ("bad.example", "bad.example"),
            (" Bad.Example. ", "bad.example"),
            ("https://bad.example/", "bad.example"),
            ("*.bad.example", "bad.example"),
            ("@lena@bad.example", "bad.example"),
            ("bad.example:8443", "bad.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("somebody.github.io", "somebody.github.io"),
            ("github.io", "github.io"),
            ("192.0.2.7", "192.0.2.7"),
        ] {
            assert_eq!(parse_domain(typed).as_deref(), Ok(domain), "{typed}");
        }
        for (typed, problem) in [
            ("", DomainProblem::Missing),
            (" https:// ", DomainProblem::Missing),
            ("org", DomainProblem::Public),
            ("co.uk", DomainProblem::Public),
            ("localhost", DomainProblem::Public),
            ("bad example", DomainProblem::NotADomain),
            ("bad.example/about", DomainProblem::NotADomain),
            ("bad..example", DomainProblem::NotADomain),
            ("b+d.example", DomainProblem::NotADomain),
        ] {
            assert_eq!(parse_domain(typed), Err(problem), "{typed}");
        }
        assert_eq!(parse_domain(&format!("{}.example", "a".repeat(64))), Err(DomainProblem::NotADomain));
    }

    #[test]
    fn a_host_is_covered_by_itself_and_by_what_is_above_it() {
        assert_eq!(covering("a.bad.example:8443"), ["a.bad.example", "bad.example", "example"]);
        assert_eq!(covering("bad.example"), ["bad.example", "example"]);
        assert_eq!(covering("192.0.2.7:80"), ["192.0.2.7"]);
        assert_eq!(covering("[2001:db8::1]"), ["[2001:db8::1]"]);
    }
}

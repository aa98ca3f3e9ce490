//! An e-mail address as somebody typed it.

use std::fmt;

/// An address that could be delivered to: whether it can be, only a message tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    Missing,
    NotAnAddress,
    TooLong { length: usize },
}

impl Email {
    /// RFC 5321, 4.5.3.1.3: a path of 256 octets, less its angle brackets.
    pub const LONGEST: usize = 254;

    pub fn parse(typed: &str) -> Result<Self, EmailProblem> {
        let address = typed.trim();
        if address.is_empty() {
            return Err(EmailProblem::Missing);
        }
        if address.len() > Self::LONGEST {
            return Err(EmailProblem::TooLong { length: address.len() });
        }
        let plausible = address.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && local.len() <= 64
                && !domain.is_empty()
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !domain.contains("..")
                && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
                && local.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"@<>(),;:\\\"[]".contains(c))
        });

        if plausible { Ok(Self(address.to_owned())) } else { Err(EmailProblem::NotAnAddress) }
    }

    /// What addresses are compared by: everybody's server ignores case, whatever RFC 5321 allows.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Email, EmailProblem};

    #[test]
    fn an_address_has_somebody_at_some_place() {
        for good in ["ana@example.org", "a.b+c@localhost", "ana@münchen.example", " ana@example.org "] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in ["ana", "@example.org", "ana@", "a b@example.org", "ana@.org", "ana@exa mple.org", "<ana@b.c>"] {
            assert_eq!(Email::parse(bad), Err(EmailProblem::NotAnAddress), "{bad}");
        }
        assert_eq!(Email::parse(""), Err(EmailProblem::Missing));
    }
}

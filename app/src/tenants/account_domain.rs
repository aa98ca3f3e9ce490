//! What the handles of a community's members end with, where that is another domain than its host: `@ana@example.com`, with
//! the pages on `photos.example.com`.

use url::Url;

use super::queries;
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    federation::webfinger,
    viewer::Tenant,
    words::Message,
};

const LONGEST: usize = 253;

/// Reads the domain that was typed and asks whether it leads here; nothing when handles are to end with the host again.
pub async fn check_account_domain(app: &App, tenant: &Tenant, typed: &str) -> Result<Option<String>> {
    let problem = |message| Error::Invalid(Problems::one("account_domain", message));
    let Some(domain) = parse(typed).map_err(problem)? else { return Ok(None) };
    if domain == tenant.host.name || domain == tenant.addresses().authority() {
        return Ok(None);
    }
    if is_taken(app.db.reader(), tenant, &domain).await? {
        return Err(problem(Message::new("problem-host-taken").with("host", domain)));
    }
    match webfinger::leads_to(app, tenant, &domain).await {
        Ok(true) => Ok(Some(domain)),
        Ok(false) => Err(problem(Message::new("problem-account-domain-elsewhere").with("domain", domain))),
        Err(cause) => {
            tracing::debug!(%cause, domain, "an account domain does not answer");
            Err(problem(Message::new("problem-account-domain-silent").with("domain", domain)))
        }
    }
}

/// Keeps it, inside `tx`. Handles that end with the host are found as before.
pub async fn set_account_domain(tx: &Tx, tenant: &Tenant, domain: Option<&str>) -> Result<()> {
    if let Some(domain) = domain
        && is_taken(tx, tenant, domain).await?
    {
        let taken = Message::new("problem-host-taken").with("host", domain);
        return Err(Error::Invalid(Problems::one("account_domain", taken)));
    }
    if let Some(domain) = domain {
        // It led to another server before.
        queries::unlearn_domain(tx, domain).await?;
    }
    Ok(queries::set_account_domain(tx, tenant.host.id, domain).await?)
}

async fn is_taken(db: &impl sea_orm::ConnectionTrait, tenant: &Tenant, domain: &str) -> Result<bool> {
    let community = queries::community_of_handles(db, domain).await?;
    Ok(community.is_some_and(|host| host.id != tenant.host.id))
}

/// A host name, perhaps with a port, in lower case and punycode.
fn parse(typed: &str) -> Result<Option<String>, Message> {
    let typed = typed.trim().trim_start_matches('@').trim_end_matches('/');
    if typed.is_empty() {
        return Ok(None);
    }
    let wrong = || Message::new("problem-host-wrong").with("host", typed);
    let bare = typed.trim_start_matches("https://").trim_start_matches("http://");
    let url = Url::parse(&format!("https://{bare}/")).map_err(|_| wrong())?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let host = url.domain().filter(|host| plain && host.contains('.') && host.len() <= LONGEST).ok_or_else(wrong)?;
    Ok(Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_domain_is_read_as_people_write_it() {
        for typed in ["example.com", " Example.com ", "https://example.com/", "@example.com"] {
            assert_eq!(parse(typed), Ok(Some("example.com".to_owned())), "{typed}");
        }
        assert_eq!(parse("bücher.example:8443"), Ok(Some("xn--bcher-kva.example:8443".to_owned())));
        assert_eq!(parse("  "), Ok(None));
        for typed in ["example", "192.0.2.7", "example.com/x", "ana@example.com", "exa mple.com", "example.com?x"] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}

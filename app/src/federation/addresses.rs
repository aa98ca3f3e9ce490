//! The ids of what a community publishes. They are permanent and have no names in them.

use heliograph_entity::values::{AccountId, PostId};

use super::Owner;

/// Where everything of a community is found by other servers: below the origin of its host.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    pub origin: &'a str,
}

impl Addresses<'_> {
    pub fn account(self, id: AccountId) -> String {
        format!("{}/ap/accounts/{id}", self.origin)
    }

    pub fn post(self, id: PostId) -> String {
        format!("{}/ap/posts/{id}", self.origin)
    }

    /// The community itself, in whose name it fetches and reports.
    pub fn community(self) -> String {
        format!("{}/ap/actor", self.origin)
    }

    /// Whoever signs with a key.
    pub fn owner(self, owner: Owner) -> String {
        match owner {
            Owner::Account(id) => self.account(id),
            Owner::Community(_) => self.community(),
        }
    }

    pub fn shared_inbox(self) -> String {
        format!("{}/ap/inbox", self.origin)
    }

    /// The host as it stands in handles: with its port where that is not the usual one.
    pub fn authority(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin, |(_, authority)| authority)
    }

    /// Which account of the community an id names.
    pub fn account_in(self, id: &str) -> Option<AccountId> {
        id.strip_prefix(self.origin)?.strip_prefix("/ap/accounts/")?.parse().ok()
    }

    /// Which post of the community an id names.
    pub fn post_in(self, id: &str) -> Option<PostId> {
        id.strip_prefix(self.origin)?.strip_prefix("/ap/posts/")?.parse().ok()
    }
}

/// The name of the actor that is the community itself. It is one of those that nobody gets.
pub const COMMUNITY: &str = "instance";

/// The key of an actor.
pub fn key_id(actor: &str) -> String {
    format!("{actor}#main-key")
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::{AccountId, Name, NameProblem, PostId};

    use super::{Addresses, COMMUNITY};

    #[test]
    fn an_id_leads_back_to_its_account() {
        let here = Addresses { origin: "https://praia.example:8443" };
        let id = here.account(AccountId(77));

        assert_eq!(id, "https://praia.example:8443/ap/accounts/77");
        assert_eq!(here.account_in(&id), Some(AccountId(77)));
        assert_eq!(here.post_in(&here.post(PostId(78))), Some(PostId(78)));
        assert_eq!(here.authority(), "praia.example:8443");
        for other in ["https://praia.example/ap/accounts/77", "https://praia.example:8443/ap/accounts/077", ""] {
            assert_eq!(here.account_in(other), None, "{other}");
        }
        assert_eq!(Name::parse(COMMUNITY), Err(NameProblem::Reserved));
    }
}

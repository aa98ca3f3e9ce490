//! What the handles of a community's members end with, where that is another domain than its host.

crate::script!(
    "
ALTER TABLE hosts ADD COLUMN account_domain {name};
CREATE UNIQUE INDEX hosts_by_account_domain ON hosts (account_domain);
"
);

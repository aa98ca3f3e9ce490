//! People who move: what other accounts somebody says are theirs, and where an account has moved to.

crate::script!(
    "
CREATE TABLE aliases (
    id {id} PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    uri {name} NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, uri)
);

ALTER TABLE accounts ADD COLUMN moved_to {name};
ALTER TABLE accounts ADD COLUMN moved_at BIGINT;
"
);

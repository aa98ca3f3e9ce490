//! What communities and people want of other servers: a community's policies, and the servers that somebody blocks.
//!
//! Both name domains, and a domain covers the hosts below it. So each host has the names that cover it in rows of their own,
//! and whether a policy covers somebody's server is a look into an index.

crate::script!(
    "
CREATE TABLE host_names (
    host_id BIGINT NOT NULL REFERENCES hosts (id),
    name {name} NOT NULL,
    PRIMARY KEY (host_id, name)
);
CREATE INDEX host_names_by_name ON host_names (name, host_id);

{sqlite}WITH RECURSIVE covering (host_id, name) AS (
    SELECT id, CASE WHEN name LIKE '%:%' AND name NOT LIKE '[%' THEN substr(name, 1, instr(name, ':') - 1) ELSE name END FROM hosts
    UNION
    SELECT host_id, substr(name, instr(name, '.') + 1) FROM covering
    WHERE instr(name, '.') > 0 AND substr(name, length(name)) NOT BETWEEN '0' AND '9'
)
INSERT INTO host_names (host_id, name) SELECT host_id, name FROM covering;
{postgres}WITH RECURSIVE covering (host_id, name) AS (
    SELECT id, CASE WHEN name LIKE '%:%' AND name NOT LIKE '[%' THEN split_part(name, ':', 1) ELSE name END FROM hosts
    UNION
    SELECT host_id, substr(name, strpos(name, '.') + 1) FROM covering
    WHERE strpos(name, '.') > 0 AND right(name, 1) NOT BETWEEN '0' AND '9'
)
INSERT INTO host_names (host_id, name) SELECT host_id, name FROM covering;

ALTER TABLE tenants ADD COLUMN allow_list BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tenants ADD COLUMN policies_count BIGINT NOT NULL DEFAULT 0;

CREATE TABLE tenant_policies (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    domain {name} NOT NULL,
    severity TEXT NOT NULL,
    reject_media BOOLEAN NOT NULL,
    public_comment TEXT NOT NULL,
    private_comment TEXT NOT NULL,
    obfuscate BOOLEAN NOT NULL,
    changed_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (tenant_id, domain)
);

CREATE TABLE server_blocks (
    id {id} PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    domain {name} NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, domain)
);

CREATE TABLE cut_follows (
    id {id} PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    other_id BIGINT NOT NULL REFERENCES accounts (id),
    followed BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX cut_follows_of_an_account ON cut_follows (account_id, id);
"
);

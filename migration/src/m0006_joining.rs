//! How people come to a community: who may, by which rules and invites, and those who are on their way.

crate::script!(
    "
ALTER TABLE tenants ADD COLUMN sign_up TEXT NOT NULL DEFAULT 'approval';
ALTER TABLE tenants ADD COLUMN members_invite BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tenants ADD COLUMN waiting_count BIGINT NOT NULL DEFAULT 0;

CREATE TABLE rules (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    UNIQUE (tenant_id, id)
);
CREATE INDEX rules_in_force ON rules (tenant_id, position) WHERE retired_at IS NULL;

CREATE TABLE invites (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    account_id BIGINT NOT NULL,
    code {name} NOT NULL UNIQUE,
    note TEXT NOT NULL,
    uses_allowed INTEGER NOT NULL,
    uses_made INTEGER NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    UNIQUE (tenant_id, id)
);
CREATE INDEX invites_of_an_account ON invites (tenant_id, account_id, id);

CREATE TABLE newcomers (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    name_key {name},
    email TEXT NOT NULL,
    email_key {name} NOT NULL,
    password_hash TEXT NOT NULL,
    words TEXT NOT NULL,
    invite_id BIGINT,
    token_hash {name} UNIQUE,
    state TEXT NOT NULL,
    staff_told BOOLEAN NOT NULL,
    account_id BIGINT,
    decided_by BIGINT REFERENCES accounts (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    decided_at BIGINT,
    FOREIGN KEY (tenant_id, invite_id) REFERENCES invites (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    UNIQUE (tenant_id, name_key)
);
CREATE INDEX newcomers_by_address ON newcomers (tenant_id, email_key);
CREATE INDEX newcomers_by_state ON newcomers (tenant_id, state, id);
CREATE INDEX newcomers_by_age ON newcomers (state, created_at);
CREATE INDEX newcomers_of_an_invite ON newcomers (tenant_id, invite_id);

CREATE TABLE spent_proofs (
    challenge_hash {name} PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX spent_proofs_by_end ON spent_proofs (expires_at);
"
);

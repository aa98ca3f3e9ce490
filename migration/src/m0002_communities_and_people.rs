//! Communities, the hosts they answer on, accounts of any origin, the users behind local ones, and their sessions.

crate::script!(
    "
CREATE TABLE tenants (
    id {id} PRIMARY KEY,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    accent_hue INTEGER NOT NULL,
    members_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE hosts (
    id {id} PRIMARY KEY,
    name {name} NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    tenant_id BIGINT REFERENCES tenants (id),
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX hosts_of_a_tenant ON hosts (tenant_id);

CREATE TABLE accounts (
    id {id} PRIMARY KEY,
    host_id BIGINT NOT NULL REFERENCES hosts (id),
    tenant_id BIGINT REFERENCES tenants (id),
    name TEXT NOT NULL,
    name_key {name} NOT NULL,
    display_name TEXT NOT NULL,
    bio TEXT NOT NULL,
    posts_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (host_id, name_key),
    UNIQUE (tenant_id, id)
);

CREATE TABLE users (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    account_id BIGINT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_key {name} NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    operator BOOLEAN NOT NULL,
    confirmed_at BIGINT,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    UNIQUE (tenant_id, email_key),
    UNIQUE (tenant_id, id)
);

CREATE TABLE email_tokens (
    token_hash {name} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX email_tokens_of_a_user ON email_tokens (tenant_id, user_id);

CREATE TABLE sessions (
    id_hash {name} PRIMARY KEY,
    tenant_id BIGINT,
    user_id BIGINT,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_of_a_user ON sessions (tenant_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
"
);

//! Who is signed in where and on which known device, second factors, passkeys, and links of more than one purpose.
//!
//! Sessions begin anew: a browser's session may now be that of several accounts, and each of these is a row of its own.

crate::script!(
    "
DROP TABLE sessions;
CREATE TABLE sessions (
    id_hash {name} PRIMARY KEY,
    tenant_id BIGINT REFERENCES tenants (id),
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE sign_ins (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    device_hash {name} NOT NULL,
    browser TEXT NOT NULL,
    system TEXT NOT NULL,
    network TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_ins_of_a_user ON sign_ins (tenant_id, user_id, id);
CREATE INDEX sign_ins_by_last_use ON sign_ins (last_used_at);

CREATE TABLE devices (
    user_id BIGINT NOT NULL,
    token_hash {name} NOT NULL,
    tenant_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    forgotten_at BIGINT,
    PRIMARY KEY (user_id, token_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX devices_by_last_use ON devices (last_used_at);

CREATE TABLE totp (
    user_id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    sealed_secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE recovery_codes (
    code_hash {name} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    used_at BIGINT,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX recovery_codes_of_a_user ON recovery_codes (tenant_id, user_id);

CREATE TABLE passkeys (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    credential_id {name} NOT NULL,
    credential TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    UNIQUE (tenant_id, credential_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX passkeys_of_a_user ON passkeys (tenant_id, user_id);

ALTER TABLE email_tokens ADD COLUMN purpose TEXT NOT NULL DEFAULT 'confirm';
ALTER TABLE email_tokens ADD COLUMN email TEXT;
"
);

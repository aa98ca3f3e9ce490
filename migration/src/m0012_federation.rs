//! The keys that accounts and communities sign with when they speak to other servers. The private half is sealed with
//! the hub's secret key.

crate::script!(
    "
CREATE TABLE account_keys (
    account_id {id} PRIMARY KEY REFERENCES accounts (id),
    private_key TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE tenant_keys (
    tenant_id {id} PRIMARY KEY REFERENCES tenants (id),
    private_key TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
"
);

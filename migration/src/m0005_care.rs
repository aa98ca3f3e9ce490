//! What protects sign-up and sign-in from being tried without end, what staff did, and what a person has chosen.

crate::script!(
    "
CREATE TABLE throttles (
    key_hash {name} PRIMARY KEY,
    free_at BIGINT NOT NULL
);
CREATE INDEX throttles_by_end ON throttles (free_at);

CREATE TABLE acts (
    id {id} PRIMARY KEY,
    tenant_id BIGINT REFERENCES tenants (id),
    actor_id BIGINT REFERENCES accounts (id),
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX acts_of_a_community ON acts (tenant_id, id);

ALTER TABLE users ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
ALTER TABLE users ADD COLUMN mail_problem TEXT;
"
);

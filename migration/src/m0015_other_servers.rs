//! Other servers: their actors, what they have sent, what they are to be sent, and how they have answered so far.

crate::script!(
    "
CREATE TABLE remote_actors (
    account_id {id} PRIMARY KEY REFERENCES accounts (id),
    uri {name} NOT NULL UNIQUE,
    url TEXT NOT NULL,
    inbox {name} NOT NULL,
    shared_inbox {name} NOT NULL,
    key_id {name} NOT NULL,
    public_key TEXT NOT NULL,
    fetched_at BIGINT NOT NULL,
    checked_at BIGINT NOT NULL,
    gone_at BIGINT
);
CREATE INDEX remote_actors_by_key ON remote_actors (key_id);
CREATE INDEX remote_actors_by_inbox ON remote_actors (inbox);
CREATE INDEX remote_actors_by_shared_inbox ON remote_actors (shared_inbox);

ALTER TABLE follows ADD COLUMN uri TEXT;

CREATE TABLE received_activities (
    uri {name} PRIMARY KEY,
    received_at BIGINT NOT NULL
);
CREATE INDEX received_activities_by_time ON received_activities (received_at);

CREATE TABLE peers (
    host_id {id} PRIMARY KEY REFERENCES hosts (id),
    next_at BIGINT,
    leased_until BIGINT NOT NULL,
    lease BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    failing_days INTEGER NOT NULL,
    last_failed_day BIGINT NOT NULL,
    dead_at BIGINT,
    last_error TEXT,
    last_success_at BIGINT
);
CREATE INDEX peers_by_time ON peers (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE activities (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    account_id BIGINT NOT NULL,
    object {name} NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX activities_by_object ON activities (object);
CREATE INDEX activities_of_an_account ON activities (account_id);
CREATE INDEX activities_by_time ON activities (created_at);

CREATE TABLE deliveries (
    id {id} PRIMARY KEY,
    activity_id BIGINT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    host_id BIGINT NOT NULL REFERENCES hosts (id),
    inbox {name} NOT NULL,
    urgency INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    run_at BIGINT NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (activity_id, inbox)
);
CREATE INDEX deliveries_waiting ON deliveries (host_id, urgency, id) WHERE state = 'waiting';
CREATE INDEX deliveries_by_time ON deliveries (host_id, run_at) WHERE state = 'waiting';
CREATE INDEX deliveries_waiting_of ON deliveries (account_id) WHERE state = 'waiting';

CREATE TABLE told (
    object {name} PRIMARY KEY,
    account_id BIGINT NOT NULL,
    digest TEXT NOT NULL,
    told_at BIGINT NOT NULL
);
CREATE INDEX told_of_an_account ON told (account_id);
"
);

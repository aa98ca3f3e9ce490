//! Work to be done later, and the clocks of recurring work.

crate::script!(
    "
CREATE TABLE jobs (
    id {id} PRIMARY KEY,
    name TEXT NOT NULL,
    tenant_id BIGINT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    lease BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX jobs_to_do ON jobs (run_at, id) WHERE state = 'waiting' OR state = 'running';
CREATE INDEX jobs_done ON jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE clocks (
    name {name} PRIMARY KEY,
    next_at BIGINT NOT NULL
);
"
);

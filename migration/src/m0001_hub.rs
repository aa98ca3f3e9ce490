//! What belongs to the deployment itself: how it was set up, and which of its processes mints which ids.

crate::script!(
    "
CREATE TABLE hub (
    id {id} PRIMARY KEY CHECK (id = 1),
    setup_salt TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE nodes (
    id {id} PRIMARY KEY,
    holder BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
);
"
);

//! What is reported to a community's staff, by its members and by those of other servers.

crate::script!(
    "
CREATE TABLE reports (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    target_id BIGINT NOT NULL REFERENCES accounts (id),
    reporter_id BIGINT REFERENCES accounts (id),
    host_id BIGINT REFERENCES hosts (id),
    rule_id BIGINT REFERENCES rules (id),
    uri {name} UNIQUE,
    words TEXT NOT NULL,
    handed_on BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    closed_by BIGINT REFERENCES accounts (id),
    closed_at BIGINT,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX reports_of_a_community ON reports (tenant_id, state, id);
CREATE INDEX reports_about ON reports (target_id);
CREATE INDEX reports_by ON reports (reporter_id);

CREATE TABLE report_posts (
    report_id BIGINT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (report_id, post_id)
);
CREATE INDEX report_posts_by_post ON report_posts (post_id);

ALTER TABLE tenants ADD COLUMN reports_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tenant_policies ADD COLUMN reject_reports BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE activities ADD COLUMN by_community BOOLEAN NOT NULL DEFAULT FALSE;
"
);

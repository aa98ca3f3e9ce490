//! Who somebody says they are: pronouns, a website, fields, links that are checked, an avatar and a header; and the posts
//! that they have pinned.

crate::script!(
    "
ALTER TABLE accounts ADD COLUMN pronouns TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN avatar_small TEXT;
ALTER TABLE accounts ADD COLUMN avatar_large TEXT;
ALTER TABLE accounts ADD COLUMN avatar_alt TEXT NOT NULL DEFAULT '';

ALTER TABLE posts ADD COLUMN pinned_at BIGINT;
CREATE INDEX posts_pinned ON posts (account_id, pinned_at) WHERE pinned_at IS NOT NULL;

CREATE TABLE profile_fields (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, position)
);

CREATE TABLE profile_links (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    url TEXT NOT NULL,
    verified_at BIGINT,
    check_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    UNIQUE (account_id, url)
);
CREATE INDEX profile_links_to_check ON profile_links (check_at);

CREATE TABLE portraits (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    alt TEXT NOT NULL,
    crop_x DOUBLE PRECISION NOT NULL,
    crop_y DOUBLE PRECISION NOT NULL,
    crop_size DOUBLE PRECISION NOT NULL,
    tint TEXT NOT NULL,
    original_id BIGINT NOT NULL REFERENCES files (id),
    small_id BIGINT NOT NULL REFERENCES files (id),
    large_id BIGINT NOT NULL REFERENCES files (id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    UNIQUE (account_id, kind)
);
CREATE INDEX portraits_by_original ON portraits (original_id);
CREATE INDEX portraits_by_small ON portraits (small_id);
CREATE INDEX portraits_by_large ON portraits (large_id);
"
);

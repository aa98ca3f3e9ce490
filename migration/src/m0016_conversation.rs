//! Posts of other servers with their pictures, and what people do with posts: comments, likes, boosts; and whom they
//! block. What came from elsewhere belongs to no community.

crate::script!(
    "
{sqlite} PRAGMA writable_schema = ON;
{sqlite} UPDATE sqlite_schema SET sql = replace(sql, 'tenant_id BIGINT NOT NULL', 'tenant_id BIGINT')
    WHERE type = 'table' AND name IN ('items', 'files');
{sqlite} PRAGMA writable_schema = RESET;
{postgres} ALTER TABLE items ALTER COLUMN tenant_id DROP NOT NULL;
{postgres} ALTER TABLE files ALTER COLUMN tenant_id DROP NOT NULL;

ALTER TABLE posts ADD COLUMN comments_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN likes_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN boosts_count BIGINT NOT NULL DEFAULT 0;
CREATE INDEX posts_answering ON posts (parent_id, id) WHERE parent_id IS NOT NULL;

CREATE TABLE remote_posts (
    post_id {id} PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    uri {name} NOT NULL UNIQUE,
    url TEXT NOT NULL,
    html TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    thread_at BIGINT,
    thread_told_at BIGINT
);

CREATE TABLE remote_items (
    item_id {id} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    fetching BOOLEAN NOT NULL,
    tries INTEGER NOT NULL,
    try_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX remote_items_by_use ON remote_items (used_at) WHERE used_at IS NOT NULL;

CREATE INDEX tombstones_by_uri ON tombstones (uri) WHERE uri IS NOT NULL;

CREATE TABLE likes (
    id {id} PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    uri {name},
    UNIQUE (post_id, account_id)
);
CREATE INDEX likes_of_a_post ON likes (post_id, id);
CREATE INDEX likes_of_an_account ON likes (account_id, id);

CREATE TABLE boosts (
    id {id} PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    uri {name},
    UNIQUE (post_id, account_id)
);
CREATE INDEX boosts_of_a_post ON boosts (post_id, id);
CREATE INDEX boosts_of_an_account ON boosts (account_id, id);

CREATE TABLE blocks (
    id {id} PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    blocked_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    uri {name},
    UNIQUE (account_id, blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id, account_id);
CREATE INDEX blocks_of_an_account ON blocks (account_id, id);

ALTER TABLE remote_actors ADD COLUMN followers TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_actors ADD COLUMN outbox TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_actors ADD COLUMN featured TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_actors ADD COLUMN avatar TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_actors ADD COLUMN posts_told BIGINT;
ALTER TABLE remote_actors ADD COLUMN followers_told BIGINT;
ALTER TABLE remote_actors ADD COLUMN following_told BIGINT;
ALTER TABLE remote_actors ADD COLUMN filled_at BIGINT;
"
);

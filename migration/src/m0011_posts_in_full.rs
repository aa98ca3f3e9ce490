//! What a post has besides words and photos: a kind and a place in a thread, named people, a warning, who may comment,
//! hashtags, what it was before, an archive; and drafts that wait for their time. Beside posts: since when links and
//! recovery codes are there, and the originals of portraits counted in.

crate::script!(
    "
ALTER TABLE posts ADD COLUMN kind TEXT NOT NULL DEFAULT 'post';
ALTER TABLE posts ADD COLUMN parent_id BIGINT;
ALTER TABLE posts ADD COLUMN root_id BIGINT;
ALTER TABLE posts ADD COLUMN warning TEXT NOT NULL DEFAULT '';
ALTER TABLE posts ADD COLUMN commenters TEXT NOT NULL DEFAULT 'everyone';
ALTER TABLE posts ADD COLUMN details TEXT NOT NULL DEFAULT '';
ALTER TABLE posts ADD COLUMN downloadable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE posts ADD COLUMN archived_at BIGINT;
DROP INDEX posts_of_a_community;
DROP INDEX posts_of_an_account;
CREATE INDEX posts_of_a_community ON posts (tenant_id, visibility, id)
    WHERE deleted_at IS NULL AND archived_at IS NULL AND root_id IS NULL;
CREATE INDEX posts_of_an_account ON posts (account_id, id)
    WHERE deleted_at IS NULL AND archived_at IS NULL AND root_id IS NULL;
CREATE INDEX posts_by_an_account ON posts (account_id, id);
CREATE INDEX posts_in_an_archive ON posts (account_id, id) WHERE archived_at IS NOT NULL;
CREATE INDEX posts_in_somebodys_trash ON posts (account_id, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX posts_in_a_thread ON posts (root_id, id) WHERE root_id IS NOT NULL;

ALTER TABLE drafts ADD COLUMN warning TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN commenters TEXT NOT NULL DEFAULT 'everyone';
ALTER TABLE drafts ADD COLUMN details TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN downloadable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE drafts ADD COLUMN named TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN publish_at BIGINT;
CREATE UNIQUE INDEX one_adding_draft_each ON drafts (post_id) WHERE state = 'adding';
CREATE INDEX drafts_to_be_published ON drafts (publish_at) WHERE publish_at IS NOT NULL;

ALTER TABLE items ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
CREATE INDEX items_of_an_account ON items (account_id, id);

CREATE TABLE audience (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (post_id, account_id)
);
CREATE INDEX audience_by_account ON audience (account_id, post_id);

CREATE TABLE post_tags (
    tag {name} NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    tenant_id BIGINT,
    shown TEXT NOT NULL,
    PRIMARY KEY (post_id, tag)
);
CREATE INDEX posts_with_a_tag ON post_tags (tag, tenant_id, post_id);

CREATE TABLE tag_follows (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    tag {name} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, tag)
);
CREATE INDEX tag_follows_by_tag ON tag_follows (tag, account_id);

ALTER TABLE feed_owners ADD COLUMN seen_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feed_owners ADD COLUMN shown_to BIGINT NOT NULL DEFAULT 0;

CREATE TABLE revisions (
    id {id} PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    contents TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX revisions_of_a_post ON revisions (post_id, id);

CREATE TABLE batches (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    change TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX batches_of_an_account ON batches (account_id, id);

CREATE TABLE batch_posts (
    batch_id BIGINT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    before TEXT NOT NULL,
    PRIMARY KEY (batch_id, post_id)
);
CREATE INDEX batch_posts_by_state ON batch_posts (batch_id, state, post_id);
CREATE INDEX batch_posts_by_post ON batch_posts (post_id);

ALTER TABLE hosts ADD COLUMN account_id BIGINT REFERENCES accounts (id);
ALTER TABLE tombstones ADD COLUMN uri TEXT;
ALTER TABLE tombstones ADD COLUMN for_everybody BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE email_tokens ADD COLUMN changed_at BIGINT;
ALTER TABLE recovery_codes ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
UPDATE accounts SET bytes_used = bytes_used + (
    SELECT CAST(COALESCE(SUM(files.bytes), 0) AS BIGINT) FROM portraits
    JOIN files ON files.id = portraits.original_id WHERE portraits.account_id = accounts.id);
"
);

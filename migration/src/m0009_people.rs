//! Who follows whom, what people let others see, and the home timelines that are written ahead.

crate::script!(
    "
CREATE TABLE follows (
    id {id} PRIMARY KEY,
    follower_id BIGINT NOT NULL REFERENCES accounts (id),
    followed_id BIGINT NOT NULL REFERENCES accounts (id),
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    accepted_at BIGINT,
    UNIQUE (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);
CREATE INDEX follows_by_followed ON follows (followed_id, state, id);
CREATE INDEX follows_by_follower ON follows (follower_id, state, id);

ALTER TABLE accounts ADD COLUMN followers_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN following_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN approves_followers BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN discoverable BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE accounts ADD COLUMN indexable BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE accounts ADD COLUMN connections TEXT NOT NULL DEFAULT 'listed';

ALTER TABLE drafts ADD COLUMN visibility TEXT NOT NULL DEFAULT 'public';
DROP INDEX posts_of_a_community;
CREATE INDEX posts_of_a_community ON posts (tenant_id, visibility, id) WHERE deleted_at IS NULL;

CREATE TABLE feed_owners (
    account_id {id} PRIMARY KEY REFERENCES accounts (id),
    whole_from BIGINT NOT NULL,
    read_at BIGINT NOT NULL
);
CREATE INDEX feed_owners_by_reading ON feed_owners (read_at);

CREATE TABLE feed (
    owner_id BIGINT NOT NULL REFERENCES accounts (id),
    post_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    PRIMARY KEY (owner_id, post_id)
);
CREATE INDEX feed_by_author ON feed (owner_id, author_id)
"
);

//! Drafts and posts, the items they hold, and a row for every stored file.

crate::script!(
    "
CREATE TABLE posts (
    id {id} PRIMARY KEY,
    tenant_id BIGINT REFERENCES tenants (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    visibility TEXT NOT NULL,
    title TEXT NOT NULL,
    caption TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    edited_at BIGINT,
    deleted_at BIGINT,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    UNIQUE (tenant_id, id)
);
CREATE INDEX posts_of_a_community ON posts (tenant_id, id) WHERE deleted_at IS NULL;
CREATE INDEX posts_of_an_account ON posts (account_id, id) WHERE deleted_at IS NULL;
CREATE INDEX posts_in_the_trash ON posts (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE tombstones (
    post_id {id} PRIMARY KEY,
    tenant_id BIGINT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    deleted_at BIGINT NOT NULL
);

CREATE TABLE drafts (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    caption TEXT NOT NULL,
    licence TEXT NOT NULL,
    post_id BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE UNIQUE INDEX one_open_draft_each ON drafts (account_id) WHERE state = 'open';
CREATE INDEX drafts_by_state ON drafts (state, updated_at);

CREATE TABLE items (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    draft_id BIGINT REFERENCES drafts (id),
    post_id BIGINT REFERENCES posts (id),
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    title TEXT NOT NULL,
    alt TEXT NOT NULL,
    caption TEXT NOT NULL,
    licence TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    tint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX items_of_a_post ON items (post_id, position);
CREATE INDEX items_of_a_draft ON items (draft_id, position);

CREATE TABLE files (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    item_id BIGINT REFERENCES items (id) ON DELETE SET NULL,
    role TEXT NOT NULL,
    class TEXT NOT NULL,
    state TEXT NOT NULL,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    key {name} NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE INDEX files_of_an_item ON files (item_id);
CREATE INDEX files_not_kept ON files (state, created_at) WHERE state <> 'kept';
"
);

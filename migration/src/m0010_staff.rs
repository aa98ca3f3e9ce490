//! What staff need: notes about members, limits, counted storage, where hubs spend it; and how an account ends.

crate::script!(
    "
CREATE TABLE notes (
    id {id} PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES accounts (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX notes_about_an_account ON notes (account_id, id);

CREATE TABLE usage (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    kind {name} NOT NULL,
    number BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind)
);

ALTER TABLE tenants ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN photos_per_post INTEGER NOT NULL DEFAULT 20;
ALTER TABLE tenants ADD COLUMN photos_per_post_ceiling INTEGER NOT NULL DEFAULT 20;
ALTER TABLE tenants ADD COLUMN photo_mb INTEGER NOT NULL DEFAULT 40;
ALTER TABLE tenants ADD COLUMN photo_mb_ceiling INTEGER NOT NULL DEFAULT 40;
ALTER TABLE tenants ADD COLUMN member_mb INTEGER NOT NULL DEFAULT 20000;
ALTER TABLE tenants ADD COLUMN member_mb_ceiling INTEGER NOT NULL DEFAULT 100000;
ALTER TABLE tenants ADD COLUMN posts_per_day INTEGER NOT NULL DEFAULT 200;
ALTER TABLE tenants ADD COLUMN posts_per_day_ceiling INTEGER NOT NULL DEFAULT 1000;

ALTER TABLE accounts ADD COLUMN state TEXT NOT NULL DEFAULT 'living';
ALTER TABLE accounts ADD COLUMN deleted_at BIGINT;
ALTER TABLE accounts ADD COLUMN bytes_used BIGINT NOT NULL DEFAULT 0;
UPDATE accounts SET bytes_used = COALESCE((
    SELECT CAST(SUM(files.bytes) AS BIGINT) FROM files JOIN items ON items.id = files.item_id
    WHERE items.account_id = accounts.id AND files.role = 'original' AND files.state = 'kept'), 0);

CREATE INDEX users_by_role ON users (tenant_id, role);
CREATE INDEX users_with_a_mail_problem ON users (id) WHERE mail_problem IS NOT NULL;
CREATE INDEX users_by_email ON users (email_key);
CREATE INDEX accounts_by_name ON accounts (name_key, id);
CREATE INDEX posts_of_an_account_in_the_trash ON posts (account_id, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX drafts_of_an_account ON drafts (account_id);
CREATE INDEX jobs_given_up ON jobs (id) WHERE state = 'gave_up';
CREATE INDEX acts_by_an_account ON acts (tenant_id, actor_id, id);
CREATE INDEX acts_on_a_subject ON acts (tenant_id, subject, id);
"
);

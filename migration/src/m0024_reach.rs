//! Which communities have met whom of other servers (so far: whom their members follow, and who follows them), and where
//! their servers list whom they follow.

crate::script!(
    "
ALTER TABLE remote_actors ADD COLUMN following TEXT NOT NULL DEFAULT '';

CREATE TABLE tenant_reach (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (tenant_id, account_id)
);

CREATE INDEX tenant_reach_account ON tenant_reach (account_id);

INSERT INTO tenant_reach (tenant_id, account_id)
SELECT member.tenant_id, follows.followed_id
FROM follows JOIN accounts member ON member.id = follows.follower_id JOIN accounts theirs ON theirs.id = follows.followed_id
WHERE member.tenant_id IS NOT NULL AND theirs.tenant_id IS NULL
UNION
SELECT member.tenant_id, follows.follower_id
FROM follows JOIN accounts member ON member.id = follows.followed_id JOIN accounts theirs ON theirs.id = follows.follower_id
WHERE member.tenant_id IS NOT NULL AND theirs.tenant_id IS NULL;
"
);

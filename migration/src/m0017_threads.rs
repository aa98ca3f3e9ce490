//! Comments in the order in which they are read: each answer to a post begins a branch, and whatever answers that stands
//! in it.

crate::script!(
    "
ALTER TABLE posts ADD COLUMN branch_id BIGINT;
DROP INDEX posts_in_a_thread;
CREATE INDEX posts_in_a_thread ON posts (root_id, branch_id, id) WHERE root_id IS NOT NULL;
"
);

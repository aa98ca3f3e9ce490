//! What pages show of a post may be kept in memory as long as its version is the same.

crate::script!("ALTER TABLE posts ADD COLUMN version BIGINT NOT NULL DEFAULT 0;\n");

//! The language that posts and comments are written in, where their author says it.

crate::script!(
    "
ALTER TABLE posts ADD COLUMN language TEXT NOT NULL DEFAULT '';
"
);

//! PostgreSQL counts what is committed, so that every process knows whether anything has changed. SQLite does by itself.

crate::script!(
    "
{postgres}CREATE SEQUENCE changes;
{postgres}SELECT nextval('changes');
"
);

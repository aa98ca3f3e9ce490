//! Communities from before there was a list of first steps have it too: their owners could not have put it away.

crate::script!(
    "
UPDATE tenants SET first_steps = TRUE WHERE created_at < (
    SELECT applied_at * 1000000 FROM seaql_migrations WHERE version = 'm0013_communities_at_home'
);
"
);

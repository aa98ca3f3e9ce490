//! Whose turn a job is: the workers that do it are asked for by its lane, and jobs of one series are done one after the
//! other, in the order in which they were written.

crate::script!(
    "
ALTER TABLE jobs ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
DROP INDEX jobs_to_do;
CREATE INDEX jobs_to_do ON jobs (lane, run_at, id) WHERE state = 'waiting' OR state = 'running';

ALTER TABLE jobs ADD COLUMN series BIGINT;
CREATE INDEX jobs_in_series ON jobs (series, id) WHERE series IS NOT NULL AND finished_at IS NULL;
"
);

//! Videos of other servers: an item has a kind, and what it is made of lies in two places, the video and its poster.

crate::script!(
    "
ALTER TABLE items ADD COLUMN kind TEXT NOT NULL DEFAULT 'photo';
ALTER TABLE items ADD COLUMN duration BIGINT;

DROP INDEX remote_items_by_use;
ALTER TABLE remote_items RENAME TO remote_pictures;
CREATE TABLE remote_items (
    item_id BIGINT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    url TEXT NOT NULL,
    fetching BOOLEAN NOT NULL,
    tries INTEGER NOT NULL,
    try_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (item_id, part)
);
INSERT INTO remote_items (item_id, part, url, fetching, tries, try_at, used_at)
SELECT item_id, 'picture', url, fetching, tries, try_at, used_at FROM remote_pictures;
DROP TABLE remote_pictures;
CREATE INDEX remote_items_by_use ON remote_items (part, used_at) WHERE used_at IS NOT NULL;
"
);

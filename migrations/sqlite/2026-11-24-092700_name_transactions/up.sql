-- A change is seen when its transaction ends, which may be after later ones were: each names its transaction, so that
-- those which had not ended at the last look are looked at again.
-- SQLite has one writer, so its changes are seen in their order and nobody asks.
ALTER TABLE offer_changes ADD COLUMN made_by BIGINT NOT NULL DEFAULT 0;
CREATE INDEX offer_changes_by_made_by ON offer_changes (made_by);

-- People keep searches for needs as well as for offers, and a find is either: it has no table of its own to name.

ALTER TABLE saved_searches ADD COLUMN kind TEXT NOT NULL DEFAULT 'offers' CONSTRAINT saved_searches_kind_known CHECK (kind IN ('offers', 'needs'));
CREATE TABLE search_finds_of_both (
  search_id BLOB NOT NULL CONSTRAINT search_finds_search REFERENCES saved_searches (id),
  listing_id BLOB NOT NULL,
  found_at TEXT NOT NULL,
  mailed_at TEXT,
  seen_at TEXT,
  PRIMARY KEY (search_id, listing_id)
);
INSERT INTO search_finds_of_both SELECT search_id, offer_id, found_at, mailed_at, seen_at FROM search_finds;
DROP TABLE search_finds;
ALTER TABLE search_finds_of_both RENAME TO search_finds;
CREATE INDEX search_finds_by_found ON search_finds (search_id, found_at DESC);

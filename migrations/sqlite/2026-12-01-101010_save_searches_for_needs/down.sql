-- Only searches for offers are kept again; those for needs are forgotten.

CREATE TABLE search_finds_of_offers (
  search_id BLOB NOT NULL CONSTRAINT search_finds_search REFERENCES saved_searches (id),
  offer_id BLOB NOT NULL CONSTRAINT search_finds_offer REFERENCES offers (id),
  found_at TEXT NOT NULL,
  mailed_at TEXT,
  seen_at TEXT,
  PRIMARY KEY (search_id, offer_id)
);
INSERT INTO search_finds_of_offers SELECT search_id, listing_id, found_at, mailed_at, seen_at FROM search_finds
  WHERE listing_id IN (SELECT id FROM offers);
DROP TABLE search_finds;
ALTER TABLE search_finds_of_offers RENAME TO search_finds;
CREATE INDEX search_finds_by_found ON search_finds (search_id, found_at DESC);
DELETE FROM saved_searches WHERE kind = 'needs';
ALTER TABLE saved_searches DROP COLUMN kind;

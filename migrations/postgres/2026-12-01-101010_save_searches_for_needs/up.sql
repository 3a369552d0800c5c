-- People keep searches for needs as well as for offers, and a find is either: it has no table of its own to name.

ALTER TABLE saved_searches ADD COLUMN kind TEXT NOT NULL DEFAULT 'offers' CONSTRAINT saved_searches_kind_known CHECK (kind IN ('offers', 'needs'));
ALTER TABLE search_finds DROP CONSTRAINT search_finds_offer;
ALTER TABLE search_finds RENAME COLUMN offer_id TO listing_id;

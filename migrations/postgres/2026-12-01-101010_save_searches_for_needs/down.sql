-- Only searches for offers are kept again; those for needs are forgotten.

DELETE FROM search_finds WHERE search_id IN (SELECT id FROM saved_searches WHERE kind = 'needs');
DELETE FROM saved_searches WHERE kind = 'needs';
ALTER TABLE search_finds RENAME COLUMN listing_id TO offer_id;
ALTER TABLE search_finds ADD CONSTRAINT search_finds_offer FOREIGN KEY (offer_id) REFERENCES offers (id);
ALTER TABLE saved_searches DROP COLUMN kind;

-- A provider can ask whoever needs something before it answers: an enquiry is about an offer or about a need.
-- A column that may be empty means a new table: what refers to it is checked once it is whole again.
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE enquiries_before AS SELECT * FROM enquiries;
DROP TABLE enquiries;
CREATE TABLE enquiries (
  id BLOB PRIMARY KEY NOT NULL,
  offer_id BLOB CONSTRAINT enquiries_offer REFERENCES offers (id),
  need_id BLOB CONSTRAINT enquiries_need REFERENCES needs (id),
  provider_id BLOB NOT NULL CONSTRAINT enquiries_provider REFERENCES bodies (id),
  consumer_id BLOB NOT NULL CONSTRAINT enquiries_consumer REFERENCES bodies (id),
  state TEXT NOT NULL CONSTRAINT enquiries_state_known CHECK (state IN ('open', 'answered', 'closed')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT enquiries_two_bodies CHECK (provider_id <> consumer_id),
  CONSTRAINT enquiries_about_one CHECK ((offer_id IS NULL) <> (need_id IS NULL))
);
INSERT INTO enquiries (id, offer_id, provider_id, consumer_id, state, created_at, updated_at)
  SELECT id, offer_id, provider_id, consumer_id, state, created_at, updated_at FROM enquiries_before;
DROP TABLE enquiries_before;
CREATE INDEX enquiries_provider_index ON enquiries (provider_id, state);
CREATE INDEX enquiries_consumer_index ON enquiries (consumer_id, state);

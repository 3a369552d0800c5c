-- Enquiries are about offers alone again; those about needs are lost.
DELETE FROM enquiry_messages WHERE enquiry_id IN (SELECT id FROM enquiries WHERE need_id IS NOT NULL);
DELETE FROM enquiries WHERE need_id IS NOT NULL;
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE enquiries_before AS SELECT * FROM enquiries;
DROP TABLE enquiries;
CREATE TABLE enquiries (
  id BLOB PRIMARY KEY NOT NULL,
  offer_id BLOB NOT NULL CONSTRAINT enquiries_offer REFERENCES offers (id),
  provider_id BLOB NOT NULL CONSTRAINT enquiries_provider REFERENCES bodies (id),
  consumer_id BLOB NOT NULL CONSTRAINT enquiries_consumer REFERENCES bodies (id),
  state TEXT NOT NULL CONSTRAINT enquiries_state_known CHECK (state IN ('open', 'answered', 'closed')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT enquiries_two_bodies CHECK (provider_id <> consumer_id)
);
INSERT INTO enquiries (id, offer_id, provider_id, consumer_id, state, created_at, updated_at)
  SELECT id, offer_id, provider_id, consumer_id, state, created_at, updated_at FROM enquiries_before;
DROP TABLE enquiries_before;
CREATE INDEX enquiries_provider_index ON enquiries (provider_id, state);
CREATE INDEX enquiries_consumer_index ON enquiries (consumer_id, state);

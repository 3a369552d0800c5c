-- Without freshness an offer that has expired is one that is paused.
DROP INDEX offers_by_freshness;
UPDATE offers SET state = 'paused' WHERE state = 'expired';
ALTER TABLE offers DROP CONSTRAINT offers_reminded_known;
ALTER TABLE offers DROP CONSTRAINT offers_state_known;
ALTER TABLE offers ADD CONSTRAINT offers_state_known CHECK (state IN ('draft', 'published', 'paused', 'withdrawn'));
ALTER TABLE offers DROP COLUMN reminded, DROP COLUMN fresh_until, DROP COLUMN confirmed_at;

-- Offers expire unless their owner confirms them: since when they are true, until when that holds, and who was reminded.
ALTER TABLE offers
  ADD COLUMN confirmed_at TIMESTAMPTZ,
  ADD COLUMN fresh_until DATE,
  ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offers DROP CONSTRAINT offers_state_known;
ALTER TABLE offers ADD CONSTRAINT offers_state_known
  CHECK (state IN ('draft', 'published', 'paused', 'expired', 'withdrawn'));
ALTER TABLE offers ADD CONSTRAINT offers_reminded_known CHECK (reminded BETWEEN 0 AND 2);
UPDATE offers SET confirmed_at = published_at, fresh_until = (published_at AT TIME ZONE 'Europe/London')::date + 90
  WHERE published_at IS NOT NULL;
CREATE INDEX offers_by_freshness ON offers (state, fresh_until);

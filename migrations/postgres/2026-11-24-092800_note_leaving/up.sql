-- Whoever could not see an offer while it stood is not to see it later, when it would have opened to them.
ALTER TABLE offers ADD COLUMN left_at TIMESTAMPTZ;
UPDATE offers SET left_at = updated_at WHERE state IN ('paused', 'expired', 'withdrawn');

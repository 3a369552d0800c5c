-- From which day everybody sees a need. Every need there is has been public; one without a day never will be. Whoever could
-- not see one while it stood is not to see it later, when it would have opened to them.

ALTER TABLE needs ADD COLUMN public_from DATE DEFAULT '1900-01-01';
ALTER TABLE needs ADD COLUMN left_at TIMESTAMPTZ;
UPDATE needs SET left_at = updated_at WHERE state IN ('expired', 'met', 'withdrawn');

-- What has changed of all needs is seen from the sum of their versions.
CREATE INDEX needs_by_version ON needs (version);

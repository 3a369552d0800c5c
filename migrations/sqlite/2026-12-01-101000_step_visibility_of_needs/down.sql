-- Every need is public from the start again.

DROP INDEX needs_by_version;
ALTER TABLE needs DROP COLUMN left_at;
ALTER TABLE needs DROP COLUMN public_from;

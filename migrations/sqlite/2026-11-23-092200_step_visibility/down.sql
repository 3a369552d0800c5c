-- Every offer is public from the start again.

ALTER TABLE offers DROP COLUMN public_from;

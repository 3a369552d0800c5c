-- Takes back: the terms beside the price of what is published; the versions keep them.
ALTER TABLE offers DROP COLUMN terms;

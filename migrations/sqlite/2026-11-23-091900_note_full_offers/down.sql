-- Takes back: Since when nothing of an offer is left, so that its owner is asked when something comes back.

ALTER TABLE offers DROP COLUMN full_since;

-- It is forgotten again when offers left the catalogue.
ALTER TABLE offers DROP COLUMN left_at;

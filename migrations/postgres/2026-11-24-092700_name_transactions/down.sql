-- Changes do not say again which transaction made them.
DROP INDEX offer_changes_by_made_by;
ALTER TABLE offer_changes DROP COLUMN made_by;

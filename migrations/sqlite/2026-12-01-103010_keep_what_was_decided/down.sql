-- Takes back: A justification says who decided and when, and what was taken off the list before and why.
DROP TABLE shortlist_removals;
ALTER TABLE shortlist_items DROP COLUMN decided_at;
ALTER TABLE shortlist_items DROP COLUMN decided_by;

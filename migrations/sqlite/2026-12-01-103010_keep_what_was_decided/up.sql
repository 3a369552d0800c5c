-- A justification says who decided and when, and what was taken off the list before and why.
ALTER TABLE shortlist_items ADD COLUMN decided_by BLOB;
ALTER TABLE shortlist_items ADD COLUMN decided_at TEXT;

CREATE TABLE shortlist_removals (
  need_id BLOB NOT NULL CONSTRAINT shortlist_removals_need REFERENCES needs (id),
  offer_id BLOB NOT NULL,
  offer_version INTEGER NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL CONSTRAINT shortlist_removals_reason_given CHECK (reason <> ''),
  removed_by BLOB,
  removed_at TEXT NOT NULL,
  PRIMARY KEY (need_id, offer_id, removed_at),
  CONSTRAINT shortlist_removals_offer_version FOREIGN KEY (offer_id, offer_version) REFERENCES offer_versions (offer_id, number)
);

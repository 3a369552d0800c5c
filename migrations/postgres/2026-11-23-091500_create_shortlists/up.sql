-- Which offers a body considered for a need, as they stood, and what it decided.

CREATE TABLE shortlist_items (
  need_id UUID NOT NULL CONSTRAINT shortlist_items_need REFERENCES needs (id),
  offer_id UUID NOT NULL CONSTRAINT shortlist_items_offer REFERENCES offers (id),
  offer_version INTEGER NOT NULL,
  note TEXT NOT NULL,
  decision TEXT NOT NULL CONSTRAINT shortlist_items_decision_known CHECK (decision IN ('considering', 'chosen', 'not_taken')),
  reason TEXT NOT NULL,
  added_by UUID,
  added_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (need_id, offer_id),
  CONSTRAINT shortlist_items_reason_given CHECK (decision <> 'not_taken' OR reason <> '')
);
CREATE INDEX shortlist_items_by_offer ON shortlist_items (offer_id);

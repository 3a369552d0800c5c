-- Suggestions that a body does not want to see again: an offer for its need, or a need for its offer.

CREATE TABLE dismissed_suggestions (
  body_id BLOB NOT NULL CONSTRAINT dismissed_suggestions_body REFERENCES bodies (id),
  need_id BLOB NOT NULL CONSTRAINT dismissed_suggestions_need REFERENCES needs (id),
  offer_id BLOB NOT NULL CONSTRAINT dismissed_suggestions_offer REFERENCES offers (id),
  dismissed_at TEXT NOT NULL,
  PRIMARY KEY (body_id, need_id, offer_id)
);

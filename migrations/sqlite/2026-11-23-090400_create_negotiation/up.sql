-- Enquiries, proposals with every version of their terms, and the capacity each holds back.

CREATE TABLE enquiries (
  id BLOB PRIMARY KEY NOT NULL,
  offer_id BLOB NOT NULL CONSTRAINT enquiries_offer REFERENCES offers (id),
  provider_id BLOB NOT NULL CONSTRAINT enquiries_provider REFERENCES bodies (id),
  consumer_id BLOB NOT NULL CONSTRAINT enquiries_consumer REFERENCES bodies (id),
  state TEXT NOT NULL CONSTRAINT enquiries_state_known CHECK (state IN ('open', 'answered', 'closed')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT enquiries_two_bodies CHECK (provider_id <> consumer_id)
);
CREATE INDEX enquiries_provider_index ON enquiries (provider_id, state);
CREATE INDEX enquiries_consumer_index ON enquiries (consumer_id, state);

CREATE TABLE enquiry_messages (
  id BLOB PRIMARY KEY NOT NULL,
  enquiry_id BLOB NOT NULL CONSTRAINT enquiry_messages_enquiry REFERENCES enquiries (id),
  body_id BLOB NOT NULL CONSTRAINT enquiry_messages_body REFERENCES bodies (id),
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  sent_at TEXT NOT NULL
);
CREATE INDEX enquiry_messages_enquiry_index ON enquiry_messages (enquiry_id, sent_at);

CREATE TABLE proposal_counters (
  year INTEGER PRIMARY KEY NOT NULL,
  last INTEGER NOT NULL
);

CREATE TABLE proposals (
  id BLOB PRIMARY KEY NOT NULL,
  reference TEXT NOT NULL CONSTRAINT proposals_reference_unique UNIQUE,
  title TEXT NOT NULL,
  proposer_id BLOB NOT NULL CONSTRAINT proposals_proposer REFERENCES bodies (id),
  partner_id BLOB NOT NULL CONSTRAINT proposals_partner REFERENCES bodies (id),
  enquiry_id BLOB CONSTRAINT proposals_enquiry REFERENCES enquiries (id),
  state TEXT NOT NULL CONSTRAINT proposals_state_known CHECK (state IN ('draft', 'sent', 'countered', 'agreed_in_principle', 'signed', 'declined', 'withdrawn', 'expired')),
  number INTEGER NOT NULL,
  expires_at TEXT,
  closed_reason TEXT,
  version BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT proposals_two_bodies CHECK (proposer_id <> partner_id)
);
CREATE INDEX proposals_proposer_index ON proposals (proposer_id, state);
CREATE INDEX proposals_partner_index ON proposals (partner_id, state);
CREATE INDEX proposals_expiry ON proposals (expires_at) WHERE state IN ('sent', 'countered', 'agreed_in_principle');

CREATE TABLE proposal_versions (
  proposal_id BLOB NOT NULL CONSTRAINT proposal_versions_proposal REFERENCES proposals (id),
  number INTEGER NOT NULL,
  by_body_id BLOB NOT NULL CONSTRAINT proposal_versions_body REFERENCES bodies (id),
  author TEXT NOT NULL,
  terms TEXT NOT NULL,
  message TEXT NOT NULL,
  proposer_name TEXT NOT NULL,
  partner_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (proposal_id, number)
);

CREATE TABLE reservations (
  proposal_id BLOB NOT NULL CONSTRAINT reservations_proposal REFERENCES proposals (id),
  leg_number INTEGER NOT NULL,
  offer_id BLOB NOT NULL CONSTRAINT reservations_offer REFERENCES offers (id),
  month INTEGER NOT NULL,
  quantity BIGINT NOT NULL CONSTRAINT reservations_quantity_positive CHECK (quantity > 0),
  state TEXT NOT NULL CONSTRAINT reservations_state_known CHECK (state IN ('reserved', 'committed', 'released')),
  PRIMARY KEY (proposal_id, leg_number, month)
);

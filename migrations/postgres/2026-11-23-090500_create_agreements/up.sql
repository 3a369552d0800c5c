-- Signatures, agreements with the text that was signed, and their legs.

CREATE TABLE signatures (
  proposal_id UUID NOT NULL CONSTRAINT signatures_proposal REFERENCES proposals (id),
  body_id UUID NOT NULL CONSTRAINT signatures_body REFERENCES bodies (id),
  person_id UUID CONSTRAINT signatures_person REFERENCES people (id),
  signatory TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  signed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (proposal_id, body_id)
);

CREATE TABLE agreements (
  id UUID PRIMARY KEY,
  reference TEXT NOT NULL CONSTRAINT agreements_reference_unique UNIQUE,
  proposal_id UUID NOT NULL CONSTRAINT agreements_proposal_unique UNIQUE REFERENCES proposals (id),
  title TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT agreements_state_known CHECK (state IN ('pending_start', 'active', 'ended')),
  first_month INTEGER NOT NULL,
  last_month INTEGER NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  tolerance BIGINT NOT NULL CONSTRAINT agreements_tolerance_not_negative CHECK (tolerance >= 0),
  signed_at TIMESTAMPTZ NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT agreements_months_in_order CHECK (first_month <= last_month)
);

CREATE TABLE agreement_parties (
  agreement_id UUID NOT NULL CONSTRAINT agreement_parties_agreement REFERENCES agreements (id),
  body_id UUID NOT NULL CONSTRAINT agreement_parties_body REFERENCES bodies (id),
  PRIMARY KEY (body_id, agreement_id)
);
CREATE INDEX agreement_parties_agreement_index ON agreement_parties (agreement_id);

CREATE TABLE legs (
  id UUID PRIMARY KEY,
  agreement_id UUID NOT NULL CONSTRAINT legs_agreement REFERENCES agreements (id),
  number INTEGER NOT NULL,
  provider_id UUID NOT NULL CONSTRAINT legs_provider REFERENCES bodies (id),
  consumer_id UUID NOT NULL CONSTRAINT legs_consumer REFERENCES bodies (id),
  service_code TEXT NOT NULL CONSTRAINT legs_service REFERENCES services (code),
  description TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity_per_month BIGINT NOT NULL CONSTRAINT legs_quantity_positive CHECK (quantity_per_month > 0),
  settlement TEXT NOT NULL CONSTRAINT legs_settlement_known CHECK (settlement IN ('cash', 'in_kind')),
  price_kind TEXT NOT NULL CONSTRAINT legs_price_kind_known CHECK (price_kind IN ('fixed', 'per_unit')),
  price BIGINT NOT NULL CONSTRAINT legs_price_not_negative CHECK (price >= 0),
  vat_treatment TEXT NOT NULL,
  po_ref TEXT,
  offer_id UUID CONSTRAINT legs_offer REFERENCES offers (id),
  calendar JSONB NOT NULL,
  CONSTRAINT legs_number_unique UNIQUE (agreement_id, number),
  CONSTRAINT legs_two_bodies CHECK (provider_id <> consumer_id)
);
CREATE INDEX legs_provider_index ON legs (provider_id);
CREATE INDEX legs_consumer_index ON legs (consumer_id);

CREATE TABLE leg_kpis (
  id UUID PRIMARY KEY,
  leg_id UUID NOT NULL CONSTRAINT leg_kpis_leg REFERENCES legs (id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  target INTEGER NOT NULL CONSTRAINT leg_kpis_target_a_proportion CHECK (target BETWEEN 0 AND 10000),
  CONSTRAINT leg_kpis_number_unique UNIQUE (leg_id, number)
);

-- Invoices with gapless numbers, the closing of months, and the set-off of what is given in kind.

CREATE TABLE period_closes (
  agreement_id UUID NOT NULL CONSTRAINT period_closes_agreement REFERENCES agreements (id),
  month INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  closed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (agreement_id, month)
);

CREATE TABLE invoice_counters (
  provider_id UUID NOT NULL CONSTRAINT invoice_counters_provider REFERENCES bodies (id),
  financial_year INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (provider_id, financial_year)
);

CREATE TABLE invoices (
  id UUID PRIMARY KEY,
  number TEXT NOT NULL,
  provider_id UUID NOT NULL CONSTRAINT invoices_provider REFERENCES bodies (id),
  consumer_id UUID NOT NULL CONSTRAINT invoices_consumer REFERENCES bodies (id),
  agreement_id UUID NOT NULL CONSTRAINT invoices_agreement REFERENCES agreements (id),
  leg_id UUID NOT NULL CONSTRAINT invoices_leg REFERENCES legs (id),
  month INTEGER NOT NULL,
  financial_year INTEGER NOT NULL,
  sequence BIGINT NOT NULL,
  description TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  unit TEXT NOT NULL,
  price_kind TEXT NOT NULL,
  price BIGINT NOT NULL,
  settlement TEXT NOT NULL CONSTRAINT invoices_settlement_known CHECK (settlement IN ('cash', 'in_kind')),
  po_ref TEXT,
  vat_treatment TEXT NOT NULL,
  net BIGINT NOT NULL,
  vat BIGINT NOT NULL,
  gross BIGINT NOT NULL,
  set_off BIGINT NOT NULL,
  issued_on DATE NOT NULL,
  due_on DATE NOT NULL,
  issued_at TIMESTAMPTZ NOT NULL,
  CONSTRAINT invoices_gapless UNIQUE (provider_id, financial_year, sequence),
  CONSTRAINT invoices_once_a_month UNIQUE (leg_id, month),
  CONSTRAINT invoices_adds_up CHECK (net + vat = gross),
  CONSTRAINT invoices_set_off_within CHECK (set_off >= 0 AND set_off <= gross)
);
CREATE INDEX invoices_consumer_index ON invoices (consumer_id, number);
CREATE INDEX invoices_agreement_index ON invoices (agreement_id, month);

CREATE TABLE set_offs (
  id UUID PRIMARY KEY,
  agreement_id UUID NOT NULL CONSTRAINT set_offs_agreement REFERENCES agreements (id),
  month INTEGER NOT NULL,
  first_invoice_id UUID NOT NULL CONSTRAINT set_offs_first REFERENCES invoices (id),
  second_invoice_id UUID NOT NULL CONSTRAINT set_offs_second REFERENCES invoices (id),
  amount BIGINT NOT NULL CONSTRAINT set_offs_amount_positive CHECK (amount > 0),
  made_at TIMESTAMPTZ NOT NULL,
  CONSTRAINT set_offs_once_a_month UNIQUE (agreement_id, month)
);

-- Each body's own ledger lines, what they were matched with, and statements to the other side.

CREATE TABLE ledger_mappings (
  body_id UUID NOT NULL CONSTRAINT ledger_mappings_body REFERENCES bodies (id),
  fingerprint TEXT NOT NULL,
  mapping JSONB NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (body_id, fingerprint)
);

CREATE TABLE ledger_files (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT ledger_files_body REFERENCES bodies (id),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT ledger_files_state_known CHECK (state IN ('uploaded', 'loading', 'loaded')),
  content BYTEA,
  mapping JSONB,
  good_rows INTEGER NOT NULL,
  bad_rows INTEGER NOT NULL,
  total BIGINT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TIMESTAMPTZ NOT NULL,
  loaded_at TIMESTAMPTZ,
  CONSTRAINT ledger_files_once UNIQUE (body_id, sha256),
  CONSTRAINT ledger_files_mapped_before_loading CHECK (state = 'uploaded' OR mapping IS NOT NULL)
);

CREATE TABLE ledger_bad_rows (
  file_id UUID NOT NULL CONSTRAINT ledger_bad_rows_file REFERENCES ledger_files (id),
  line_number INTEGER NOT NULL,
  reason TEXT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (file_id, line_number)
);

CREATE TABLE ledger_lines (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT ledger_lines_body REFERENCES bodies (id),
  file_id UUID NOT NULL CONSTRAINT ledger_lines_file REFERENCES ledger_files (id),
  line_number INTEGER NOT NULL,
  dated DATE NOT NULL,
  reference TEXT NOT NULL,
  supplier_name TEXT NOT NULL,
  supplier_key TEXT NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT ledger_lines_amount_not_zero CHECK (amount <> 0),
  CONSTRAINT ledger_lines_once UNIQUE (file_id, line_number)
);
CREATE INDEX ledger_lines_supplier_index ON ledger_lines (body_id, supplier_key);

CREATE TABLE supplier_names (
  body_id UUID NOT NULL CONSTRAINT supplier_names_body REFERENCES bodies (id),
  supplier_key TEXT NOT NULL,
  supplier_name TEXT NOT NULL,
  decision TEXT NOT NULL CONSTRAINT supplier_names_decision_known CHECK (decision IN ('body', 'not_a_body')),
  counterparty_id UUID CONSTRAINT supplier_names_counterparty REFERENCES bodies (id),
  decided_by TEXT NOT NULL,
  decided_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (body_id, supplier_key),
  CONSTRAINT supplier_names_whole CHECK ((decision = 'body') = (counterparty_id IS NOT NULL))
);

CREATE TABLE ledger_matches (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT ledger_matches_body REFERENCES bodies (id),
  line_id UUID NOT NULL CONSTRAINT ledger_matches_line REFERENCES ledger_lines (id),
  invoice_id UUID NOT NULL CONSTRAINT ledger_matches_invoice REFERENCES invoices (id),
  amount BIGINT NOT NULL,
  rule TEXT NOT NULL,
  why TEXT NOT NULL,
  matched_by TEXT NOT NULL,
  matched_at TIMESTAMPTZ NOT NULL,
  undone_at TIMESTAMPTZ,
  undone_by TEXT,
  undone_because TEXT CONSTRAINT ledger_matches_undone_because_known CHECK (undone_because IN ('wrong', 'name_changed')),
  CONSTRAINT ledger_matches_undone_whole CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_because IS NULL))
);
CREATE UNIQUE INDEX ledger_matches_line_once ON ledger_matches (line_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX ledger_matches_invoice_once ON ledger_matches (body_id, invoice_id) WHERE undone_at IS NULL;

CREATE TABLE statements (
  id UUID PRIMARY KEY,
  sender_id UUID NOT NULL CONSTRAINT statements_sender REFERENCES bodies (id),
  receiver_id UUID NOT NULL CONSTRAINT statements_receiver REFERENCES bodies (id),
  as_at DATE NOT NULL,
  state TEXT NOT NULL CONSTRAINT statements_state_known CHECK (state IN ('sent', 'answered')),
  sent_by TEXT NOT NULL,
  sent_at TIMESTAMPTZ NOT NULL,
  answered_at TIMESTAMPTZ,
  CONSTRAINT statements_two_bodies CHECK (sender_id <> receiver_id),
  CONSTRAINT statements_once_a_day UNIQUE (sender_id, receiver_id, as_at)
);
CREATE INDEX statements_sender_index ON statements (sender_id, sent_at);
CREATE INDEX statements_receiver_index ON statements (receiver_id, sent_at);

CREATE TABLE statement_lines (
  id UUID PRIMARY KEY,
  statement_id UUID NOT NULL CONSTRAINT statement_lines_statement REFERENCES statements (id),
  number INTEGER NOT NULL,
  invoice_id UUID NOT NULL CONSTRAINT statement_lines_invoice REFERENCES invoices (id),
  open_amount BIGINT NOT NULL,
  answer TEXT NOT NULL CONSTRAINT statement_lines_answer_known CHECK (answer IN ('pending', 'confirmed', 'disputed')),
  reason_code TEXT,
  reason TEXT,
  answered_by TEXT,
  answered_at TIMESTAMPTZ,
  CONSTRAINT statement_lines_number_unique UNIQUE (statement_id, number),
  CONSTRAINT statement_lines_dispute_has_reason CHECK ((answer = 'disputed') = (reason_code IS NOT NULL))
);

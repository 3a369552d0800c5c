-- Monthly returns by the provider, answered line by line by the consumer.

CREATE TABLE returns (
  id UUID PRIMARY KEY,
  leg_id UUID NOT NULL CONSTRAINT returns_leg REFERENCES legs (id),
  month INTEGER NOT NULL,
  state TEXT NOT NULL CONSTRAINT returns_state_known CHECK (state IN ('submitted', 'accepted', 'disputed')),
  note TEXT NOT NULL,
  submitted_by TEXT NOT NULL,
  submitted_at TIMESTAMPTZ NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT returns_leg_month_unique UNIQUE (leg_id, month)
);

CREATE TABLE return_lines (
  id UUID PRIMARY KEY,
  return_id UUID NOT NULL CONSTRAINT return_lines_return REFERENCES returns (id),
  number INTEGER NOT NULL,
  kpi_id UUID CONSTRAINT return_lines_kpi REFERENCES leg_kpis (id),
  quantity BIGINT CONSTRAINT return_lines_quantity_not_negative CHECK (quantity >= 0),
  numerator BIGINT,
  denominator BIGINT,
  state TEXT NOT NULL CONSTRAINT return_lines_state_known CHECK (state IN ('pending', 'accepted', 'disputed')),
  reason TEXT,
  answered_by TEXT,
  answered_at TIMESTAMPTZ,
  CONSTRAINT return_lines_number_unique UNIQUE (return_id, number),
  CONSTRAINT return_lines_proportion CHECK (numerator >= 0 AND denominator >= 0 AND numerator <= denominator),
  CONSTRAINT return_lines_one_measure CHECK ((quantity IS NULL) <> (kpi_id IS NULL))
);

-- What bodies look for, with every version that was published.

CREATE TABLE needs (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT needs_body REFERENCES bodies (id),
  service_code TEXT NOT NULL CONSTRAINT needs_service REFERENCES services (code),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  first_month INTEGER NOT NULL,
  last_month INTEGER NOT NULL,
  draft JSONB,
  state TEXT NOT NULL CONSTRAINT needs_state_known CHECK (state IN ('draft', 'published', 'expired', 'met', 'withdrawn')),
  published_version INTEGER NOT NULL,
  published_at TIMESTAMPTZ,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  CONSTRAINT needs_months_in_order CHECK (first_month <= last_month)
);
CREATE INDEX needs_by_body ON needs (body_id, state, updated_at DESC);
CREATE INDEX needs_by_service ON needs (state, service_code, published_at DESC, id);
CREATE INDEX needs_by_newest ON needs (state, published_at DESC, id);
CREATE INDEX needs_by_last_month ON needs (state, last_month);

CREATE TABLE need_versions (
  need_id UUID NOT NULL CONSTRAINT need_versions_need REFERENCES needs (id),
  number INTEGER NOT NULL,
  content JSONB NOT NULL,
  published_at TIMESTAMPTZ NOT NULL,
  published_by UUID,
  PRIMARY KEY (need_id, number)
);

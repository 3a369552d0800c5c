-- What bodies look for, with every version that was published.

CREATE TABLE needs (
  id BLOB PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT needs_body REFERENCES bodies (id),
  service_code TEXT NOT NULL CONSTRAINT needs_service REFERENCES services (code),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  first_month INTEGER NOT NULL,
  last_month INTEGER NOT NULL,
  draft TEXT,
  state TEXT NOT NULL CONSTRAINT needs_state_known CHECK (state IN ('draft', 'published', 'expired', 'met', 'withdrawn')),
  published_version INTEGER NOT NULL,
  published_at TEXT,
  version BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT needs_months_in_order CHECK (first_month <= last_month)
);
CREATE INDEX needs_by_body ON needs (body_id, state, updated_at DESC);
CREATE INDEX needs_by_service ON needs (state, service_code, published_at DESC, id);
CREATE INDEX needs_by_newest ON needs (state, published_at DESC, id);
CREATE INDEX needs_by_last_month ON needs (state, last_month);

CREATE TABLE need_versions (
  need_id BLOB NOT NULL CONSTRAINT need_versions_need REFERENCES needs (id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  published_at TEXT NOT NULL,
  published_by BLOB,
  PRIMARY KEY (need_id, number)
);

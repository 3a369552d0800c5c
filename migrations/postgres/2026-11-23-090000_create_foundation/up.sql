-- The tables every command touches: audit events, mail, jobs, idempotency keys and settings.

CREATE TABLE audit_events (
  id UUID PRIMARY KEY,
  occurred_at TIMESTAMPTZ NOT NULL,
  actor_kind TEXT NOT NULL CONSTRAINT audit_events_actor_kind_known CHECK (actor_kind IN ('person', 'token', 'operator', 'system', 'visitor')),
  actor_id UUID,
  actor_name TEXT NOT NULL,
  body_id UUID,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  data JSONB NOT NULL,
  seq BIGINT CONSTRAINT audit_events_seq_unique UNIQUE,
  prev TEXT,
  hash TEXT,
  CONSTRAINT audit_events_sealed_whole CHECK ((seq IS NULL) = (hash IS NULL) AND (seq IS NULL) = (prev IS NULL))
);
CREATE INDEX audit_events_unsealed ON audit_events (id) WHERE seq IS NULL;
CREATE INDEX audit_events_object ON audit_events (object_kind, object_id);

CREATE TABLE audit_event_bodies (
  event_id UUID NOT NULL CONSTRAINT audit_event_bodies_event REFERENCES audit_events (id),
  body_id UUID NOT NULL,
  PRIMARY KEY (body_id, event_id)
);

CREATE TABLE audit_checkpoints (
  size BIGINT PRIMARY KEY,
  head TEXT NOT NULL,
  signed_at TIMESTAMPTZ NOT NULL,
  document TEXT NOT NULL,
  signature BYTEA NOT NULL
);

CREATE TABLE mails (
  id UUID PRIMARY KEY,
  to_address TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT mails_state_known CHECK (state IN ('queued', 'sent', 'stuck')),
  attempts INTEGER NOT NULL,
  next_attempt_at TIMESTAMPTZ NOT NULL,
  last_error TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ
);
CREATE INDEX mails_queue ON mails (next_attempt_at) WHERE state = 'queued';
CREATE INDEX mails_state ON mails (state, created_at);

CREATE TABLE jobs (
  id UUID PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  run_at TIMESTAMPTZ NOT NULL,
  attempts INTEGER NOT NULL,
  done_at TIMESTAMPTZ,
  last_error TEXT,
  CONSTRAINT jobs_kind_key_unique UNIQUE (kind, key)
);
CREATE INDEX jobs_queue ON jobs (run_at) WHERE done_at IS NULL;

CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT idempotency_keys_state_known CHECK (state IN ('running', 'applied', 'answered')),
  status INTEGER,
  location TEXT,
  content_type TEXT,
  body BYTEA,
  expires_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

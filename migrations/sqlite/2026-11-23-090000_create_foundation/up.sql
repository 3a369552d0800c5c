-- The tables every command touches: audit events, mail, jobs, idempotency keys and settings.

CREATE TABLE audit_events (
  id BLOB PRIMARY KEY NOT NULL,
  occurred_at TEXT NOT NULL,
  actor_kind TEXT NOT NULL CONSTRAINT audit_events_actor_kind_known CHECK (actor_kind IN ('person', 'token', 'operator', 'system', 'visitor')),
  actor_id BLOB,
  actor_name TEXT NOT NULL,
  body_id BLOB,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  data TEXT NOT NULL,
  seq BIGINT CONSTRAINT audit_events_seq_unique UNIQUE,
  prev TEXT,
  hash TEXT,
  CONSTRAINT audit_events_sealed_whole CHECK ((seq IS NULL) = (hash IS NULL) AND (seq IS NULL) = (prev IS NULL))
);
CREATE INDEX audit_events_unsealed ON audit_events (id) WHERE seq IS NULL;
CREATE INDEX audit_events_object ON audit_events (object_kind, object_id);

CREATE TABLE audit_event_bodies (
  event_id BLOB NOT NULL CONSTRAINT audit_event_bodies_event REFERENCES audit_events (id),
  body_id BLOB NOT NULL,
  PRIMARY KEY (body_id, event_id)
);

CREATE TABLE audit_checkpoints (
  size BIGINT PRIMARY KEY NOT NULL,
  head TEXT NOT NULL,
  signed_at TEXT NOT NULL,
  document TEXT NOT NULL,
  signature BLOB NOT NULL
);

CREATE TABLE mails (
  id BLOB PRIMARY KEY NOT NULL,
  to_address TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT mails_state_known CHECK (state IN ('queued', 'sent', 'stuck')),
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  last_error TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT
);
CREATE INDEX mails_queue ON mails (next_attempt_at) WHERE state = 'queued';
CREATE INDEX mails_state ON mails (state, created_at);

CREATE TABLE jobs (
  id BLOB PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  run_at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  done_at TEXT,
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
  body BLOB,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE settings (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

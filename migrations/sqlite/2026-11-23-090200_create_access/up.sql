-- People, what they may do for which body, and how they prove who they are.

CREATE TABLE people (
  id BLOB PRIMARY KEY NOT NULL,
  email TEXT NOT NULL CONSTRAINT people_email_unique UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT,
  is_operator BOOLEAN NOT NULL,
  created_at TEXT NOT NULL,
  signed_in_at TEXT,
  CONSTRAINT people_email_lower_case CHECK (email = lower(email))
);

CREATE TABLE memberships (
  person_id BLOB NOT NULL CONSTRAINT memberships_person REFERENCES people (id),
  body_id BLOB NOT NULL CONSTRAINT memberships_body REFERENCES bodies (id),
  role TEXT NOT NULL,
  granted_at TEXT NOT NULL,
  PRIMARY KEY (person_id, body_id, role)
);
CREATE INDEX memberships_body_index ON memberships (body_id, role);

CREATE TABLE sessions (
  id BLOB PRIMARY KEY NOT NULL,
  person_id BLOB NOT NULL CONSTRAINT sessions_person REFERENCES people (id),
  acting_body_id BLOB CONSTRAINT sessions_acting_body REFERENCES bodies (id),
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  ended_at TEXT,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX sessions_person_index ON sessions (person_id);

CREATE TABLE throttles (
  key TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  window_ends_at TEXT NOT NULL
);

CREATE TABLE mail_links (
  id BLOB PRIMARY KEY NOT NULL,
  secret_hash TEXT NOT NULL CONSTRAINT mail_links_secret_unique UNIQUE,
  purpose TEXT NOT NULL CONSTRAINT mail_links_purpose_known CHECK (purpose IN ('reset_password', 'prove_claim', 'accept_invitation')),
  email TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
);

CREATE TABLE invitations (
  id BLOB PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT invitations_body REFERENCES bodies (id),
  email TEXT NOT NULL,
  roles TEXT NOT NULL,
  invited_by BLOB NOT NULL CONSTRAINT invitations_inviter REFERENCES people (id),
  state TEXT NOT NULL CONSTRAINT invitations_state_known CHECK (state IN ('sent', 'accepted', 'withdrawn')),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX invitations_body_index ON invitations (body_id);

CREATE TABLE api_tokens (
  id BLOB PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT api_tokens_body REFERENCES bodies (id),
  created_by BLOB NOT NULL CONSTRAINT api_tokens_creator REFERENCES people (id),
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL CONSTRAINT api_tokens_secret_unique UNIQUE,
  capabilities TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at TEXT
);
CREATE INDEX api_tokens_body_index ON api_tokens (body_id);

CREATE TABLE claims (
  id BLOB PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT claims_body REFERENCES bodies (id),
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  job_title TEXT NOT NULL,
  proof TEXT NOT NULL CONSTRAINT claims_proof_known CHECK (proof IN ('own_domain', 'shared_domain')),
  state TEXT NOT NULL CONSTRAINT claims_state_known CHECK (state IN ('sent', 'proved', 'passed_on', 'approved', 'refused')),
  person_id BLOB CONSTRAINT claims_person REFERENCES people (id),
  reason TEXT,
  created_at TEXT NOT NULL,
  proved_at TEXT,
  decided_at TEXT
);
CREATE INDEX claims_state_index ON claims (state, created_at);
CREATE INDEX claims_body_index ON claims (body_id);

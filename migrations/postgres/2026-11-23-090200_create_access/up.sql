-- People, what they may do for which body, and how they prove who they are.

CREATE TABLE people (
  id UUID PRIMARY KEY,
  email TEXT NOT NULL CONSTRAINT people_email_unique UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT,
  is_operator BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  signed_in_at TIMESTAMPTZ,
  CONSTRAINT people_email_lower_case CHECK (email = lower(email))
);

CREATE TABLE memberships (
  person_id UUID NOT NULL CONSTRAINT memberships_person REFERENCES people (id),
  body_id UUID NOT NULL CONSTRAINT memberships_body REFERENCES bodies (id),
  role TEXT NOT NULL,
  granted_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (person_id, body_id, role)
);
CREATE INDEX memberships_body_index ON memberships (body_id, role);

CREATE TABLE sessions (
  id UUID PRIMARY KEY,
  person_id UUID NOT NULL CONSTRAINT sessions_person REFERENCES people (id),
  acting_body_id UUID CONSTRAINT sessions_acting_body REFERENCES bodies (id),
  created_at TIMESTAMPTZ NOT NULL,
  last_seen_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX sessions_person_index ON sessions (person_id);

CREATE TABLE throttles (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  window_ends_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE mail_links (
  id UUID PRIMARY KEY,
  secret_hash TEXT NOT NULL CONSTRAINT mail_links_secret_unique UNIQUE,
  purpose TEXT NOT NULL CONSTRAINT mail_links_purpose_known CHECK (purpose IN ('reset_password', 'prove_claim', 'accept_invitation')),
  email TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);

CREATE TABLE invitations (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT invitations_body REFERENCES bodies (id),
  email TEXT NOT NULL,
  roles JSONB NOT NULL,
  invited_by UUID NOT NULL CONSTRAINT invitations_inviter REFERENCES people (id),
  state TEXT NOT NULL CONSTRAINT invitations_state_known CHECK (state IN ('sent', 'accepted', 'withdrawn')),
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX invitations_body_index ON invitations (body_id);

CREATE TABLE api_tokens (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT api_tokens_body REFERENCES bodies (id),
  created_by UUID NOT NULL CONSTRAINT api_tokens_creator REFERENCES people (id),
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL CONSTRAINT api_tokens_secret_unique UNIQUE,
  capabilities JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  last_used_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ
);
CREATE INDEX api_tokens_body_index ON api_tokens (body_id);

CREATE TABLE claims (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT claims_body REFERENCES bodies (id),
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  job_title TEXT NOT NULL,
  proof TEXT NOT NULL CONSTRAINT claims_proof_known CHECK (proof IN ('own_domain', 'shared_domain')),
  state TEXT NOT NULL CONSTRAINT claims_state_known CHECK (state IN ('sent', 'proved', 'passed_on', 'approved', 'refused')),
  person_id UUID CONSTRAINT claims_person REFERENCES people (id),
  reason TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  proved_at TIMESTAMPTZ,
  decided_at TIMESTAMPTZ
);
CREATE INDEX claims_state_index ON claims (state, created_at);
CREATE INDEX claims_body_index ON claims (body_id);

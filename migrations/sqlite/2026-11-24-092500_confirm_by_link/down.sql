-- Takes back: A reminder that an offer expires carries a link that confirms it, for people who have no time to sign in.

DELETE FROM mail_links WHERE purpose = 'confirm_offer';
CREATE TABLE mail_links_again (
  id BLOB PRIMARY KEY NOT NULL,
  secret_hash TEXT NOT NULL CONSTRAINT mail_links_secret_unique UNIQUE,
  purpose TEXT NOT NULL CONSTRAINT mail_links_purpose_known CHECK (purpose IN ('reset_password', 'prove_claim', 'accept_invitation')),
  email TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
);
INSERT INTO mail_links_again SELECT id, secret_hash, purpose, email, subject_id, created_at, expires_at, used_at FROM mail_links;
DROP TABLE mail_links;
ALTER TABLE mail_links_again RENAME TO mail_links;

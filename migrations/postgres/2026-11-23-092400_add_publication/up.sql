-- An agreement is the confidence of all its parties: it is public while each of them agrees, so each says so for itself.

ALTER TABLE agreement_parties ADD COLUMN publication_agreed_at TIMESTAMPTZ;

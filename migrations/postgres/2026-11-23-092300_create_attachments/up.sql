-- Documents that a body puts beside an offer, whole, as whoever may see the offer downloads them.

CREATE TABLE offer_attachments (
  id UUID PRIMARY KEY NOT NULL,
  offer_id UUID NOT NULL CONSTRAINT offer_attachments_offer REFERENCES offers (id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL CONSTRAINT offer_attachments_media_type_known CHECK (media_type IN (
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'image/png',
    'image/jpeg'
  )),
  size_bytes BIGINT NOT NULL CONSTRAINT offer_attachments_size_within_limit CHECK (size_bytes BETWEEN 1 AND 10485760),
  sha256 TEXT NOT NULL,
  content BYTEA NOT NULL,
  added_by TEXT NOT NULL,
  added_at TIMESTAMPTZ NOT NULL,
  CONSTRAINT offer_attachments_name_within_limit CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT offer_attachments_once UNIQUE (offer_id, sha256)
);

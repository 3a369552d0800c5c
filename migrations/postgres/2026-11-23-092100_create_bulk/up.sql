-- Files of offers or needs, kept until they are loaded row by row; what became of each row; what headings meant.

CREATE TABLE bulk_uploads (
  id UUID PRIMARY KEY,
  body_id UUID NOT NULL CONSTRAINT bulk_uploads_body REFERENCES bodies (id),
  kind TEXT NOT NULL CONSTRAINT bulk_uploads_kind_known CHECK (kind IN ('offers', 'needs')),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT bulk_uploads_state_known CHECK (state IN ('uploaded', 'loading', 'loaded')),
  headings JSONB NOT NULL,
  content BYTEA,
  mapping JSONB,
  load_as TEXT CONSTRAINT bulk_uploads_load_as_known CHECK (load_as IN ('published', 'drafts')),
  twins TEXT CONSTRAINT bulk_uploads_twins_known CHECK (twins IN ('skip', 'load')),
  row_count INTEGER NOT NULL,
  done_count INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TIMESTAMPTZ NOT NULL,
  loaded_at TIMESTAMPTZ,
  CONSTRAINT bulk_uploads_done_within_rows CHECK (done_count >= 0 AND done_count <= row_count),
  CONSTRAINT bulk_uploads_kept_until_loaded CHECK ((state = 'loaded') = (content IS NULL)),
  CONSTRAINT bulk_uploads_told_before_loading CHECK (state = 'uploaded' OR (mapping IS NOT NULL AND load_as IS NOT NULL AND twins IS NOT NULL))
);
CREATE INDEX bulk_uploads_body_index ON bulk_uploads (body_id, kind, uploaded_at);
CREATE UNIQUE INDEX bulk_uploads_waiting_once ON bulk_uploads (body_id, kind, sha256) WHERE state <> 'loaded';

CREATE TABLE bulk_rows (
  upload_id UUID NOT NULL CONSTRAINT bulk_rows_upload REFERENCES bulk_uploads (id),
  line_number INTEGER NOT NULL,
  outcome TEXT NOT NULL CONSTRAINT bulk_rows_outcome_known CHECK (outcome IN ('loaded', 'duplicate', 'bad')),
  title TEXT NOT NULL,
  listing_id UUID,
  reason TEXT NOT NULL,
  cells JSONB NOT NULL,
  PRIMARY KEY (upload_id, line_number),
  CONSTRAINT bulk_rows_loaded_became_something CHECK (outcome <> 'loaded' OR listing_id IS NOT NULL)
);

CREATE TABLE bulk_headings (
  body_id UUID NOT NULL CONSTRAINT bulk_headings_body REFERENCES bodies (id),
  kind TEXT NOT NULL CONSTRAINT bulk_headings_kind_known CHECK (kind IN ('offers', 'needs')),
  heading TEXT NOT NULL,
  column_key TEXT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (body_id, kind, heading)
);

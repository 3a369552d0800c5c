-- Files of offers or needs, kept until they are loaded row by row; what became of each row; what headings meant.

CREATE TABLE bulk_uploads (
  id BLOB PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT bulk_uploads_body REFERENCES bodies (id),
  kind TEXT NOT NULL CONSTRAINT bulk_uploads_kind_known CHECK (kind IN ('offers', 'needs')),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT bulk_uploads_state_known CHECK (state IN ('uploaded', 'loading', 'loaded')),
  headings TEXT NOT NULL,
  content BLOB,
  mapping TEXT,
  load_as TEXT CONSTRAINT bulk_uploads_load_as_known CHECK (load_as IN ('published', 'drafts')),
  twins TEXT CONSTRAINT bulk_uploads_twins_known CHECK (twins IN ('skip', 'load')),
  row_count INTEGER NOT NULL,
  done_count INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL,
  loaded_at TEXT,
  CONSTRAINT bulk_uploads_done_within_rows CHECK (done_count >= 0 AND done_count <= row_count),
  CONSTRAINT bulk_uploads_kept_until_loaded CHECK ((state = 'loaded') = (content IS NULL)),
  CONSTRAINT bulk_uploads_told_before_loading CHECK (state = 'uploaded' OR (mapping IS NOT NULL AND load_as IS NOT NULL AND twins IS NOT NULL))
);
CREATE INDEX bulk_uploads_body_index ON bulk_uploads (body_id, kind, uploaded_at);
CREATE UNIQUE INDEX bulk_uploads_waiting_once ON bulk_uploads (body_id, kind, sha256) WHERE state <> 'loaded';

CREATE TABLE bulk_rows (
  upload_id BLOB NOT NULL CONSTRAINT bulk_rows_upload REFERENCES bulk_uploads (id),
  line_number INTEGER NOT NULL,
  outcome TEXT NOT NULL CONSTRAINT bulk_rows_outcome_known CHECK (outcome IN ('loaded', 'duplicate', 'bad')),
  title TEXT NOT NULL,
  listing_id BLOB,
  reason TEXT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (upload_id, line_number),
  CONSTRAINT bulk_rows_loaded_became_something CHECK (outcome <> 'loaded' OR listing_id IS NOT NULL)
);

CREATE TABLE bulk_headings (
  body_id BLOB NOT NULL CONSTRAINT bulk_headings_body REFERENCES bodies (id),
  kind TEXT NOT NULL CONSTRAINT bulk_headings_kind_known CHECK (kind IN ('offers', 'needs')),
  heading TEXT NOT NULL,
  column_key TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (body_id, kind, heading)
);

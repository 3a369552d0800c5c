-- Searches of the catalogue that people keep, and what each has found since.

CREATE TABLE saved_searches (
  id BLOB PRIMARY KEY NOT NULL,
  person_id BLOB NOT NULL CONSTRAINT saved_searches_person REFERENCES people (id),
  body_id BLOB NOT NULL CONSTRAINT saved_searches_body REFERENCES bodies (id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  filter TEXT NOT NULL,
  cadence TEXT NOT NULL CONSTRAINT saved_searches_cadence_known CHECK (cadence IN ('at_once', 'daily', 'weekly', 'never')),
  stop_secret TEXT NOT NULL CONSTRAINT saved_searches_stop_secret_unique UNIQUE,
  since TEXT NOT NULL,
  next_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX saved_searches_by_person ON saved_searches (person_id, body_id, created_at);
CREATE INDEX saved_searches_by_next ON saved_searches (next_at, id);

CREATE TABLE search_finds (
  search_id BLOB NOT NULL CONSTRAINT search_finds_search REFERENCES saved_searches (id),
  offer_id BLOB NOT NULL CONSTRAINT search_finds_offer REFERENCES offers (id),
  found_at TEXT NOT NULL,
  mailed_at TEXT,
  seen_at TEXT,
  PRIMARY KEY (search_id, offer_id)
);
CREATE INDEX search_finds_by_found ON search_finds (search_id, found_at DESC);

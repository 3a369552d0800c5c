-- The taxonomy of services, offers with their versions, and the capacity ledger that can never go below zero.

CREATE TABLE service_families (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL
);

CREATE TABLE services (
  code TEXT PRIMARY KEY NOT NULL,
  family_code TEXT NOT NULL CONSTRAINT services_family REFERENCES service_families (code),
  name TEXT NOT NULL,
  cpv_code TEXT NOT NULL,
  cpv_name TEXT NOT NULL,
  units TEXT NOT NULL
);

CREATE TABLE offers (
  id BLOB PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT offers_body REFERENCES bodies (id),
  service_code TEXT NOT NULL CONSTRAINT offers_service REFERENCES services (code),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity_per_month BIGINT NOT NULL,
  first_month INTEGER NOT NULL,
  last_month INTEGER NOT NULL,
  takes TEXT NOT NULL CONSTRAINT offers_takes_known CHECK (takes IN ('cash', 'in_kind', 'either')),
  price_kind TEXT CONSTRAINT offers_price_kind_known CHECK (price_kind IN ('fixed', 'per_unit')),
  price BIGINT CONSTRAINT offers_price_not_negative CHECK (price >= 0),
  kpis TEXT NOT NULL,
  calendar TEXT NOT NULL,
  draft TEXT,
  free_most BIGINT NOT NULL,
  state TEXT NOT NULL CONSTRAINT offers_state_known CHECK (state IN ('draft', 'published', 'paused', 'withdrawn')),
  published_version INTEGER NOT NULL,
  published_at TEXT,
  version BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT offers_quantity_positive CHECK (quantity_per_month > 0 OR (quantity_per_month = 0 AND state = 'draft')),
  CONSTRAINT offers_months_in_order CHECK (first_month <= last_month),
  CONSTRAINT offers_price_whole CHECK ((price IS NULL) = (price_kind IS NULL))
);
CREATE INDEX offers_body_index ON offers (body_id, state, updated_at DESC);
-- What the catalogue counts by, in one index that answers without the table.
CREATE INDEX offers_service_index ON offers (state, service_code, last_month, takes, body_id, id);
CREATE INDEX offers_takes_index ON offers (state, takes, last_month, body_id, service_code);
CREATE INDEX offers_state_body_index ON offers (state, body_id, last_month, takes, service_code);
-- One index for each order of the catalogue.
CREATE INDEX offers_by_newest ON offers (state, published_at DESC, id);
CREATE INDEX offers_by_price ON offers (state, (price IS NULL), price_kind DESC, price, id);
CREATE INDEX offers_by_free ON offers (state, free_most DESC, id);
CREATE INDEX offers_by_title ON offers (state, title, id);

CREATE TABLE offer_wants (
  offer_id BLOB NOT NULL CONSTRAINT offer_wants_offer REFERENCES offers (id),
  service_code TEXT NOT NULL CONSTRAINT offer_wants_service REFERENCES services (code),
  PRIMARY KEY (offer_id, service_code)
);

CREATE TABLE offer_versions (
  offer_id BLOB NOT NULL CONSTRAINT offer_versions_offer REFERENCES offers (id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  published_at TEXT NOT NULL,
  published_by BLOB,
  PRIMARY KEY (offer_id, number)
);

CREATE TABLE offer_months (
  offer_id BLOB NOT NULL CONSTRAINT offer_months_offer REFERENCES offers (id),
  month INTEGER NOT NULL,
  listed BIGINT NOT NULL,
  reserved BIGINT NOT NULL CONSTRAINT offer_months_reserved_not_negative CHECK (reserved >= 0),
  committed BIGINT NOT NULL CONSTRAINT offer_months_committed_not_negative CHECK (committed >= 0),
  free BIGINT GENERATED ALWAYS AS (listed - reserved - committed) STORED,
  PRIMARY KEY (offer_id, month),
  CONSTRAINT offer_months_never_over_committed CHECK (reserved + committed <= listed)
);
CREATE INDEX offer_months_by_free ON offer_months (month, free);

CREATE TABLE offer_search (
  seq INTEGER PRIMARY KEY NOT NULL,
  offer_id BLOB NOT NULL CONSTRAINT offer_search_offer_unique UNIQUE REFERENCES offers (id),
  title TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE VIRTUAL TABLE offer_search_fts USING fts5 (title, text, content = 'offer_search', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER offer_search_inserted AFTER INSERT ON offer_search BEGIN
  INSERT INTO offer_search_fts (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;
CREATE TRIGGER offer_search_deleted AFTER DELETE ON offer_search BEGIN
  INSERT INTO offer_search_fts (offer_search_fts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
END;
CREATE TRIGGER offer_search_updated AFTER UPDATE ON offer_search BEGIN
  INSERT INTO offer_search_fts (offer_search_fts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
  INSERT INTO offer_search_fts (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;

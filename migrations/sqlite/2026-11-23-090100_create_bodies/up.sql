-- Public bodies from the registers: who they are, under which codes, and who follows whom.

CREATE TABLE bodies (
  id BLOB PRIMARY KEY NOT NULL,
  import_key TEXT NOT NULL CONSTRAINT bodies_import_key_unique UNIQUE,
  name TEXT NOT NULL CONSTRAINT bodies_name_not_empty CHECK (name <> ''),
  kind TEXT NOT NULL,
  register_kind TEXT NOT NULL,
  nation TEXT NOT NULL,
  region TEXT NOT NULL,
  latitude TEXT,
  longitude TEXT,
  website TEXT,
  state TEXT NOT NULL CONSTRAINT bodies_state_known CHECK (state IN ('listed', 'claimed', 'verified')),
  valid_from DATE,
  valid_to DATE,
  notes TEXT NOT NULL,
  version BIGINT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX bodies_name ON bodies (name);
CREATE INDEX bodies_kind ON bodies (kind, name);

CREATE TABLE body_identifiers (
  body_id BLOB NOT NULL CONSTRAINT body_identifiers_body REFERENCES bodies (id),
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  valid_from DATE,
  valid_to DATE,
  PRIMARY KEY (scheme, code, body_id)
);
CREATE INDEX body_identifiers_body_index ON body_identifiers (body_id);

CREATE TABLE body_domains (
  body_id BLOB NOT NULL CONSTRAINT body_domains_body REFERENCES bodies (id),
  domain TEXT NOT NULL,
  source TEXT NOT NULL CONSTRAINT body_domains_source_known CHECK (source IN ('register', 'operator')),
  PRIMARY KEY (domain, body_id)
);

CREATE TABLE successions (
  predecessor_id BLOB NOT NULL CONSTRAINT successions_predecessor REFERENCES bodies (id),
  successor_id BLOB NOT NULL CONSTRAINT successions_successor REFERENCES bodies (id),
  vesting_date DATE,
  PRIMARY KEY (predecessor_id, successor_id),
  CONSTRAINT successions_not_to_itself CHECK (predecessor_id <> successor_id)
);
CREATE INDEX successions_successor_index ON successions (successor_id);

CREATE TABLE successor_codes (
  predecessor_id BLOB NOT NULL CONSTRAINT successor_codes_predecessor REFERENCES bodies (id),
  code TEXT NOT NULL,
  vesting_date DATE,
  PRIMARY KEY (predecessor_id, code)
);

CREATE TABLE body_search (
  seq INTEGER PRIMARY KEY NOT NULL,
  body_id BLOB NOT NULL CONSTRAINT body_search_body_unique UNIQUE REFERENCES bodies (id),
  title TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE VIRTUAL TABLE body_search_fts USING fts5 (title, text, content = 'body_search', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER body_search_inserted AFTER INSERT ON body_search BEGIN
  INSERT INTO body_search_fts (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;
CREATE TRIGGER body_search_deleted AFTER DELETE ON body_search BEGIN
  INSERT INTO body_search_fts (body_search_fts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
END;
CREATE TRIGGER body_search_updated AFTER UPDATE ON body_search BEGIN
  INSERT INTO body_search_fts (body_search_fts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
  INSERT INTO body_search_fts (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;

CREATE TABLE bank_holidays (
  division TEXT NOT NULL,
  date DATE NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (division, date)
);

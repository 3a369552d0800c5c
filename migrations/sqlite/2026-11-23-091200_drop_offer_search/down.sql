-- Takes back: The full-text index of offers in the database, filled from what is published.

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
INSERT INTO offer_search (offer_id, title, text)
  SELECT offers.id, offers.title, offers.description || char(10) || services.name || char(10) || service_families.name || char(10) || bodies.name
  FROM offers
  JOIN services ON services.code = offers.service_code
  JOIN service_families ON service_families.code = services.family_code
  JOIN bodies ON bodies.id = offers.body_id
  WHERE offers.published_version > 0;

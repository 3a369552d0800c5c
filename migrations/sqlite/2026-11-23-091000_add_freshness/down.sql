-- Without freshness an offer that has expired is one that is paused.
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE offers_before AS SELECT * FROM offers;
DROP TABLE offers;
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
INSERT INTO offers (id, body_id, service_code, title, description, unit, quantity_per_month, first_month, last_month, takes, price_kind, price, kpis, calendar, draft, free_most, state, published_version, published_at, version, created_at, updated_at)
  SELECT id, body_id, service_code, title, description, unit, quantity_per_month, first_month, last_month, takes, price_kind, price, kpis, calendar, draft, free_most, CASE state WHEN 'expired' THEN 'paused' ELSE state END, published_version, published_at, version, created_at, updated_at FROM offers_before;
DROP TABLE offers_before;
CREATE INDEX offers_body_index ON offers (body_id, state, updated_at DESC);
CREATE TRIGGER offers_inserted AFTER INSERT ON offers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.id);
END;
CREATE TRIGGER offers_updated AFTER UPDATE ON offers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.id);
END;
CREATE TRIGGER offers_deleted AFTER DELETE ON offers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (old.id);
END;

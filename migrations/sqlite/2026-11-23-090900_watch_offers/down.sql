-- Takes back: Which offers were touched, and the indexes that the catalogue was counted by before.

DROP TRIGGER offers_deleted;
DROP TRIGGER offers_updated;
DROP TRIGGER offers_inserted;
DROP TABLE offer_changes;
CREATE INDEX offers_service_index ON offers (state, service_code, last_month, takes, body_id, id);
CREATE INDEX offers_takes_index ON offers (state, takes, last_month, body_id, service_code);
CREATE INDEX offers_state_body_index ON offers (state, body_id, last_month, takes, service_code);
CREATE INDEX offers_by_newest ON offers (state, published_at DESC, id);
CREATE INDEX offers_by_price ON offers (state, (price IS NULL), price_kind DESC, price, id);
CREATE INDEX offers_by_free ON offers (state, free_most DESC, id);
CREATE INDEX offers_by_title ON offers (state, title, id);

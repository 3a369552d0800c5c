-- What the pages to browse add up for one service or for the bodies of a map, answered without reading descriptions.
CREATE INDEX offers_open ON offers (state, service_code, unit, last_month, body_id, price_kind, price, free_most);

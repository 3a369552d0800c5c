-- Which offers were touched, in order: how each running program keeps its catalogue in memory up to date.
CREATE TABLE offer_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  offer_id BLOB NOT NULL
);
CREATE TRIGGER offers_inserted AFTER INSERT ON offers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.id);
END;
CREATE TRIGGER offers_updated AFTER UPDATE ON offers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.id);
END;
CREATE TRIGGER offers_deleted AFTER DELETE ON offers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (old.id);
END;

-- What the catalogue filters, counts and sorts by stands in memory now.
DROP INDEX offers_service_index;
DROP INDEX offers_takes_index;
DROP INDEX offers_state_body_index;
DROP INDEX offers_by_newest;
DROP INDEX offers_by_price;
DROP INDEX offers_by_free;
DROP INDEX offers_by_title;

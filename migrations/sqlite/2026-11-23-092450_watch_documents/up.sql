-- An offer's documents are kept in memory with its page: whoever adds or removes one has touched the offer.
CREATE TRIGGER offer_attachments_inserted AFTER INSERT ON offer_attachments BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.offer_id);
END;
CREATE TRIGGER offer_attachments_updated AFTER UPDATE ON offer_attachments BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.offer_id);
END;
CREATE TRIGGER offer_attachments_deleted AFTER DELETE ON offer_attachments BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (old.offer_id);
END;

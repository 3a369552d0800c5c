-- Answers that everybody may read are kept in memory with the page of their offer: whoever adds or removes one has
-- touched the offer.
CREATE TRIGGER public_answers_inserted AFTER INSERT ON public_answers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.offer_id);
END;
CREATE TRIGGER public_answers_updated AFTER UPDATE ON public_answers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (new.offer_id);
END;
CREATE TRIGGER public_answers_deleted AFTER DELETE ON public_answers BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (old.offer_id);
END;

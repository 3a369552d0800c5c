-- An offer's documents are kept in memory with its page: whoever adds or removes one has touched the offer.
CREATE FUNCTION note_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO offer_changes (offer_id) VALUES (coalesce(new.offer_id, old.offer_id));
  RETURN NULL;
END;
$$;
CREATE TRIGGER offer_attachments_changed AFTER INSERT OR UPDATE OR DELETE ON offer_attachments
  FOR EACH ROW EXECUTE FUNCTION note_document_change();

-- Answers that everybody may read are kept in memory with the page of their offer: whoever adds or removes one has
-- touched the offer.
CREATE TRIGGER public_answers_changed AFTER INSERT OR UPDATE OR DELETE ON public_answers
  FOR EACH ROW EXECUTE FUNCTION note_document_change();

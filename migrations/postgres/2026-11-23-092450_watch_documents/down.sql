-- Documents come and go unnoticed again.
DROP TRIGGER offer_attachments_changed ON offer_attachments;
DROP FUNCTION note_document_change();

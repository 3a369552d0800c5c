-- Documents come and go unnoticed again.
DROP TRIGGER offer_attachments_deleted;
DROP TRIGGER offer_attachments_updated;
DROP TRIGGER offer_attachments_inserted;

-- Enquiries are about offers alone again; those about needs are lost.
DELETE FROM enquiry_messages WHERE enquiry_id IN (SELECT id FROM enquiries WHERE need_id IS NOT NULL);
DELETE FROM enquiries WHERE need_id IS NOT NULL;
ALTER TABLE enquiries DROP CONSTRAINT enquiries_about_one;
ALTER TABLE enquiries DROP COLUMN need_id;
ALTER TABLE enquiries ALTER COLUMN offer_id SET NOT NULL;

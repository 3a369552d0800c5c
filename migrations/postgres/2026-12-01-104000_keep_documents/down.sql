-- Documents that were taken away are gone again, and no version lists any.
UPDATE offer_versions SET content = content - 'documents';
DELETE FROM offer_attachments WHERE removed_at IS NOT NULL;
ALTER TABLE offer_attachments DROP COLUMN removed_at;

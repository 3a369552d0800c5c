-- What a version listed can be read again for as long as the version can: a document that is taken away is kept for it.
ALTER TABLE offer_attachments ADD COLUMN removed_at TEXT;
-- The latest versions list what stands beside them today.
UPDATE offer_versions SET content = json_set(content, '$.documents', (
    SELECT json_group_array(json_object('name', name, 'kind', media_type, 'size_bytes', size_bytes, 'sha256', sha256))
    FROM (SELECT * FROM offer_attachments WHERE offer_id = offer_versions.offer_id ORDER BY id)
  ))
  WHERE number = (SELECT published_version FROM offers WHERE id = offer_id)
    AND offer_id IN (SELECT offer_id FROM offer_attachments);

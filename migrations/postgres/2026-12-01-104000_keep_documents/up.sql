-- What a version listed can be read again for as long as the version can: a document that is taken away is kept for it.
ALTER TABLE offer_attachments ADD COLUMN removed_at TIMESTAMPTZ;
-- The latest versions list what stands beside them today.
UPDATE offer_versions SET content = jsonb_set(content, '{documents}', (
    SELECT jsonb_agg(jsonb_build_object('name', name, 'kind', media_type, 'size_bytes', size_bytes, 'sha256', sha256) ORDER BY id)
    FROM offer_attachments WHERE offer_attachments.offer_id = offer_versions.offer_id
  ))
  WHERE number = (SELECT published_version FROM offers WHERE id = offer_id)
    AND offer_id IN (SELECT offer_id FROM offer_attachments);

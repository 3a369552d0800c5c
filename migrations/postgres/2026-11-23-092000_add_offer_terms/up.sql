-- A search narrows and orders by the terms of what is published, so they stand beside its price and not only in its versions.
ALTER TABLE offers ADD COLUMN terms JSONB NOT NULL DEFAULT '{}';
UPDATE offers
SET terms = coalesce(
  (SELECT content -> 'terms' FROM offer_versions
   WHERE offer_versions.offer_id = offers.id AND offer_versions.number = offers.published_version),
  '{}')
WHERE published_version > 0;

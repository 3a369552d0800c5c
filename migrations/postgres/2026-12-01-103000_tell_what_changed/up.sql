-- News is told once for each version of an offer, and whoever gets such mails can stop them all at once.
ALTER TABLE offers ADD COLUMN entered_at TIMESTAMPTZ;
UPDATE offers SET entered_at = published_at WHERE state = 'published';
CREATE INDEX offers_by_entering ON offers (state, entered_at);

ALTER TABLE search_finds ADD COLUMN listing_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE search_finds ADD COLUMN news TEXT NOT NULL DEFAULT 'new'
  CONSTRAINT search_finds_news_known CHECK (news IN ('new', 'lower_price', 'changed'));
ALTER TABLE search_finds ADD COLUMN before_version INTEGER;
ALTER TABLE search_finds ADD COLUMN mailed_version INTEGER;
UPDATE search_finds SET listing_version =
  (SELECT greatest(published_version, 1) FROM offers WHERE offers.id = search_finds.listing_id)
  WHERE listing_id IN (SELECT id FROM offers);
UPDATE search_finds SET mailed_version = listing_version WHERE mailed_at IS NOT NULL;

CREATE TABLE news_settings (
  person_id UUID NOT NULL CONSTRAINT news_settings_person REFERENCES people (id),
  body_id UUID NOT NULL CONSTRAINT news_settings_body REFERENCES bodies (id),
  stop_secret TEXT NOT NULL CONSTRAINT news_settings_stop_secret_unique UNIQUE,
  shortlist_mail TEXT NOT NULL CONSTRAINT news_settings_shortlist_mail_known CHECK (shortlist_mail IN ('sent', 'stopped')),
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (person_id, body_id)
);

ALTER TABLE shortlist_items ADD COLUMN told_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE shortlist_items ADD COLUMN told_state TEXT NOT NULL DEFAULT 'published';
UPDATE shortlist_items SET
  told_version = (SELECT published_version FROM offers WHERE offers.id = shortlist_items.offer_id),
  told_state = (SELECT state FROM offers WHERE offers.id = shortlist_items.offer_id);

ALTER TABLE mails ADD COLUMN stop_path TEXT;

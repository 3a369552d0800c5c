-- Takes back: News is told once for each version of an offer, and whoever gets such mails can stop them all at once.
ALTER TABLE mails DROP COLUMN stop_path;
ALTER TABLE shortlist_items DROP COLUMN told_state;
ALTER TABLE shortlist_items DROP COLUMN told_version;
DROP TABLE news_settings;
ALTER TABLE search_finds DROP COLUMN mailed_version;
ALTER TABLE search_finds DROP COLUMN before_version;
ALTER TABLE search_finds DROP COLUMN news;
ALTER TABLE search_finds DROP COLUMN listing_version;
DROP INDEX offers_by_entering;
ALTER TABLE offers DROP COLUMN entered_at;

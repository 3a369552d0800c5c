-- Takes back: What the pages to browse add up.
DROP INDEX offers_open;

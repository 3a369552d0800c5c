-- Takes back: Searches of the catalogue that people keep, and what each has found since.

DROP TABLE search_finds;
DROP TABLE saved_searches;

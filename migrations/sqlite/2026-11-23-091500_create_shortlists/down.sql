-- Takes back: Which offers a body considered for a need, as they stood, and what it decided.

DROP TABLE shortlist_items;

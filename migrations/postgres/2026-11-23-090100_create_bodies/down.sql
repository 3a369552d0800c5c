-- Takes back: Public bodies from the registers: who they are, under which codes, and who follows whom.

DROP TABLE bank_holidays;
DROP TABLE body_search;
DROP TABLE successor_codes;
DROP TABLE successions;
DROP TABLE body_domains;
DROP TABLE body_identifiers;
DROP TABLE bodies;

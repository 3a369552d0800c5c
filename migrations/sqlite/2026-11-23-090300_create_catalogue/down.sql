-- Takes back: The taxonomy of services, offers with their versions, and the capacity ledger that can never go below zero.

DROP TABLE offer_search_fts;
DROP TABLE offer_search;
DROP TABLE offer_months;
DROP TABLE offer_versions;
DROP TABLE offer_wants;
DROP TABLE offers;
DROP TABLE services;
DROP TABLE service_families;

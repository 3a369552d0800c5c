-- The words of offers stand in memory now, the same on both databases (decision 8).

DROP TABLE offer_search_fts;
DROP TABLE offer_search;

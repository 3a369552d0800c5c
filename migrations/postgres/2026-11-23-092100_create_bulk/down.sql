-- Takes back: Files of offers or needs, kept until they are loaded row by row; what became of each row; what headings meant.

DROP TABLE bulk_headings;
DROP TABLE bulk_rows;
DROP TABLE bulk_uploads;

-- Takes back: Each body's own ledger lines, what they were matched with, and statements to the other side.

DROP TABLE statement_lines;
DROP TABLE statements;
DROP TABLE ledger_matches;
DROP TABLE supplier_names;
DROP TABLE ledger_lines;
DROP TABLE ledger_bad_rows;
DROP TABLE ledger_files;
DROP TABLE ledger_mappings;

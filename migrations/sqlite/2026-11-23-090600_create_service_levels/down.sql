-- Takes back: Monthly returns by the provider, answered line by line by the consumer.

DROP TABLE return_lines;
DROP TABLE returns;

-- Proposals forget again which need they answer.
DROP INDEX proposals_need_index;
ALTER TABLE proposals DROP COLUMN need_id;

-- A proposal knows the need it answers, so that whoever needs something sees who answered, and can say when it is met.
ALTER TABLE proposals ADD COLUMN need_id BLOB CONSTRAINT proposals_need REFERENCES needs (id);
CREATE INDEX proposals_need_index ON proposals (need_id) WHERE need_id IS NOT NULL;

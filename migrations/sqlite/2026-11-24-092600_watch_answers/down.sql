-- Answers come and go unnoticed again.
DROP TRIGGER public_answers_deleted;
DROP TRIGGER public_answers_updated;
DROP TRIGGER public_answers_inserted;

-- Answers come and go unnoticed again.
DROP TRIGGER public_answers_changed ON public_answers;

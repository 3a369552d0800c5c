-- Takes back: Answers that a provider gave to one body and shows to all who read the offer.

DROP TABLE public_answers;

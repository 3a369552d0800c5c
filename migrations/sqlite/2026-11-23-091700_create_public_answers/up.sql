-- Answers that a provider gave to one body and shows to all who read the offer.

CREATE TABLE public_answers (
  id BLOB PRIMARY KEY NOT NULL,
  offer_id BLOB NOT NULL CONSTRAINT public_answers_offer REFERENCES offers (id),
  enquiry_id BLOB NOT NULL CONSTRAINT public_answers_enquiry REFERENCES enquiries (id),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  published_at TEXT NOT NULL
);
CREATE INDEX public_answers_by_offer ON public_answers (offer_id, published_at DESC);

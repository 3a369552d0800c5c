-- Answers that a provider gave to one body and shows to all who read the offer.

CREATE TABLE public_answers (
  id UUID PRIMARY KEY,
  offer_id UUID NOT NULL CONSTRAINT public_answers_offer REFERENCES offers (id),
  enquiry_id UUID NOT NULL CONSTRAINT public_answers_enquiry REFERENCES enquiries (id),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  published_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX public_answers_by_offer ON public_answers (offer_id, published_at DESC);

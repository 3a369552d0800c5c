-- A provider can ask whoever needs something before it answers: an enquiry is about an offer or about a need.
ALTER TABLE enquiries ALTER COLUMN offer_id DROP NOT NULL;
ALTER TABLE enquiries ADD COLUMN need_id UUID CONSTRAINT enquiries_need REFERENCES needs (id);
ALTER TABLE enquiries ADD CONSTRAINT enquiries_about_one CHECK ((offer_id IS NULL) <> (need_id IS NULL));

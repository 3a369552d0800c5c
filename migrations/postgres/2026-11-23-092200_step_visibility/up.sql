-- From which day everybody sees an offer. Every offer there is has been public; one without a day never will be.

ALTER TABLE offers ADD COLUMN public_from DATE DEFAULT '1900-01-01';

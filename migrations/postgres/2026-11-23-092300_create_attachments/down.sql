-- Takes back: Documents that a body puts beside an offer, whole, as whoever may see the offer downloads them.

DROP TABLE offer_attachments;

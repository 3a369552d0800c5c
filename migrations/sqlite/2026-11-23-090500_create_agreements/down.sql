-- Takes back: Signatures, agreements with the text that was signed, and their legs.

DROP TABLE leg_kpis;
DROP TABLE legs;
DROP TABLE agreement_parties;
DROP TABLE agreements;
DROP TABLE signatures;

-- Takes back: Enquiries, proposals with every version of their terms, and the capacity each holds back.

DROP TABLE reservations;
DROP TABLE proposal_versions;
DROP TABLE proposals;
DROP TABLE proposal_counters;
DROP TABLE enquiry_messages;
DROP TABLE enquiries;

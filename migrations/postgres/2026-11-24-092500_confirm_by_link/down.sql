-- Takes back: A reminder that an offer expires carries a link that confirms it, for people who have no time to sign in.

DELETE FROM mail_links WHERE purpose = 'confirm_offer';
ALTER TABLE mail_links DROP CONSTRAINT mail_links_purpose_known;
ALTER TABLE mail_links ADD CONSTRAINT mail_links_purpose_known CHECK (purpose IN ('reset_password', 'prove_claim', 'accept_invitation'));

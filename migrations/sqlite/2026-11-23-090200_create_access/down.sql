-- Takes back: People, what they may do for which body, and how they prove who they are.

DROP TABLE claims;
DROP TABLE api_tokens;
DROP TABLE invitations;
DROP TABLE mail_links;
DROP TABLE throttles;
DROP TABLE sessions;
DROP TABLE memberships;
DROP TABLE people;

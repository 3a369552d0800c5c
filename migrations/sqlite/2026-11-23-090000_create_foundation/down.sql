-- Takes back: The tables every command touches: audit events, mail, jobs, idempotency keys and settings.

DROP TABLE settings;
DROP TABLE idempotency_keys;
DROP TABLE jobs;
DROP TABLE mails;
DROP TABLE audit_checkpoints;
DROP TABLE audit_event_bodies;
DROP TABLE audit_events;

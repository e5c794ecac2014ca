-- Phones that prove who they are by a key of their own: `key` is the DER of its public half, `hall` the address that the
-- phone signs for. A revoked one stays, so that it can be told so.
CREATE TABLE phone (
    id           BLOB    NOT NULL PRIMARY KEY,
    person       BLOB    NOT NULL REFERENCES person (id),
    name         TEXT    NOT NULL,
    key          BLOB    NOT NULL,
    hall         TEXT    NOT NULL,
    enrolled_at  INTEGER NOT NULL,
    signed_in_at INTEGER,
    revoked      INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
) STRICT;

CREATE INDEX phone_by_person ON phone (person);

-- What enrols a phone, once. Of the code only its SHA-256 is kept.
CREATE TABLE enrolment (
    code_hash  BLOB    NOT NULL PRIMARY KEY,
    person     BLOB    NOT NULL REFERENCES person (id),
    hall       TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    used       INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT;

CREATE INDEX enrolment_by_person ON enrolment (person);

-- Which phone proved itself for a session, if one did.
ALTER TABLE session ADD COLUMN phone BLOB REFERENCES phone (id);
CREATE INDEX session_by_phone ON session (phone);

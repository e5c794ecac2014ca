-- Forward only. Identities are UUIDs as 16 bytes, moments are milliseconds since 1970 in UTC.

-- What the hall decided, in sequence. How `hash` comes about is written in src/store/chain.rs.
CREATE TABLE log (
    seq   INTEGER NOT NULL PRIMARY KEY,
    at    INTEGER NOT NULL,
    cause BLOB,
    body  TEXT    NOT NULL,
    prev  BLOB    NOT NULL,
    hash  BLOB    NOT NULL
) STRICT;

-- The log's last entry once more, so that a tail that was cut off is missed.
CREATE TABLE log_head (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash BLOB    NOT NULL
) STRICT;

INSERT INTO log_head (id, seq, hash)
VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000');

-- The fold of the log up to an entry, so that a start need not read it all.
CREATE TABLE snapshot (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq      INTEGER NOT NULL,
    log_hash BLOB    NOT NULL,
    body     TEXT    NOT NULL
) STRICT;

-- Where the units were.
CREATE TABLE trail (
    command  BLOB    NOT NULL PRIMARY KEY,
    unit     BLOB    NOT NULL,
    taken_at INTEGER NOT NULL,
    fix      TEXT    NOT NULL
) STRICT;

CREATE INDEX trail_by_unit ON trail (unit, taken_at);
CREATE INDEX trail_by_age ON trail (taken_at);

-- Who may sign in. `role` is the JSON of the API.
CREATE TABLE person (
    id       BLOB    NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    password TEXT    NOT NULL,
    role     TEXT    NOT NULL,
    revoked  INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
) STRICT;

-- Who is signed in. Of the token only its SHA-256 is kept.
CREATE TABLE session (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    person     BLOB    NOT NULL REFERENCES person (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_person ON session (person);

-- Whose photos lie in the photo folder: the same bytes may have come from several units.
CREATE TABLE photo (
    sha256 BLOB NOT NULL,
    unit   BLOB NOT NULL,
    PRIMARY KEY (sha256, unit)
) STRICT;

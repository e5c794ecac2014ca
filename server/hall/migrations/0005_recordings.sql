-- What was recorded of which unit's stream. `by` is who had it begun, if the order did not; without `ended_at` it goes
-- on, or its hall was killed.
CREATE TABLE recording (
    id         BLOB    NOT NULL PRIMARY KEY,
    unit       BLOB    NOT NULL,
    order_id   BLOB,
    by         BLOB,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;

CREATE INDEX recording_by_order ON recording (order_id);
CREATE INDEX recording_by_age ON recording (started_at);

-- The files of a recording, numbered from 0. `away` is whether a file has been handed to the object store.
CREATE TABLE recording_file (
    recording   BLOB    NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    init_length INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    away        INTEGER NOT NULL DEFAULT 0 CHECK (away IN (0, 1)),
    PRIMARY KEY (recording, number)
) STRICT, WITHOUT ROWID;

-- The fragments of a file, each with the wall clock at its first frame.
CREATE TABLE recording_fragment (
    recording   BLOB    NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    file        INTEGER NOT NULL,
    at_byte     INTEGER NOT NULL,
    length      INTEGER NOT NULL,
    starts_at   INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    key_frame   INTEGER NOT NULL CHECK (key_frame IN (0, 1)),
    PRIMARY KEY (recording, file, at_byte)
) STRICT, WITHOUT ROWID;

-- Where something that was sent is missing.
CREATE TABLE recording_gap (
    recording BLOB    NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    track     TEXT    NOT NULL CHECK (track IN ('video', 'sound')),
    from_at   INTEGER NOT NULL,
    to_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX recording_gap_by_recording ON recording_gap (recording);

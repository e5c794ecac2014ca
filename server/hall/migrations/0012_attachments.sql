-- What lies in the photo folder may be a sound note by now, and may have come from a seat in the hall: `unit` names whoever sent it,
-- a unit or a person.
ALTER TABLE photo ADD COLUMN media_type TEXT NOT NULL DEFAULT 'image/jpeg';

-- What is on its way. How much of it has come is the length of its file.
CREATE TABLE upload (
    sha256     BLOB    NOT NULL,
    sender     BLOB    NOT NULL,
    media_type TEXT    NOT NULL,
    length     INTEGER NOT NULL,
    begun_at   INTEGER NOT NULL,
    PRIMARY KEY (sha256, sender)
) STRICT;

CREATE INDEX upload_by_sender ON upload (sender, begun_at);

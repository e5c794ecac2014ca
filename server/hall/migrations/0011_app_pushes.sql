-- What the push service of a phone's maker calls the app of an officer who is signed in. It belongs to a session and goes with it.
CREATE TABLE app_push (
    session BLOB NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    vendor  TEXT NOT NULL,
    token   TEXT NOT NULL,
    UNIQUE (vendor, token)
) STRICT;

-- By what an officer who is signed in can be told of an order when the app's own line is not there. Each belongs to a
-- session and goes with it: nobody who has signed off is told of anything, and nothing of them is kept.
CREATE TABLE push_subscription (
    session  BLOB NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL UNIQUE,
    p256dh   BLOB NOT NULL,
    auth     BLOB NOT NULL,
    language TEXT NOT NULL
) STRICT;

CREATE TABLE telephone (
    session BLOB NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    number  TEXT NOT NULL
) STRICT;

-- What the hall signs pushes with (RFC 8292), as PKCS #8, and what it signs their references with.
CREATE TABLE notice_key (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    vapid     BLOB    NOT NULL,
    reference BLOB    NOT NULL
) STRICT;

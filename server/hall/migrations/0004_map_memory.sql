-- What the promise map remembers over a restart; `body` is the JSON of `dispatch`.
CREATE TABLE map_memory (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    body TEXT    NOT NULL
) STRICT;

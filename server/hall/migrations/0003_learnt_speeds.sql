-- How fast the units get along, learnt from their trails up to a moment; `body` is the JSON of `roads`.
CREATE TABLE learnt_speeds (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    learnt_to  INTEGER NOT NULL,
    sightings  INTEGER NOT NULL,
    body       TEXT    NOT NULL
) STRICT;

-- What operators say about alerts. The body is the whole of it, as it is on the wire.
CREATE TABLE rule (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    body     TEXT NOT NULL
) STRICT;

CREATE TABLE receiver (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    body     TEXT NOT NULL
) STRICT;

CREATE TABLE route (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    body     TEXT NOT NULL
) STRICT;

-- Two silences may have the same reason.
CREATE TABLE silence (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;

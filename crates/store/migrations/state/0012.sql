-- Reports of shows. The body is the whole of what one says, as it is on the wire, and never changes.
CREATE TABLE report (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    sort   TEXT NOT NULL,
    at     INTEGER NOT NULL,
    show   TEXT NOT NULL,
    author TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT;

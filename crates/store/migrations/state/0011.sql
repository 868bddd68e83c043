-- The phases of shows, in the order in which they were declared.
CREATE TABLE phase (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    phase TEXT NOT NULL,
    show TEXT NOT NULL,
    author TEXT NOT NULL
) STRICT;

-- What is usual for a series, as it was learned from its past; it can be learned again.
CREATE TABLE baseline (
    series INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

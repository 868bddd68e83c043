CREATE TABLE tick (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

-- The greatest number ever given to a probe, an event, …, in case the tables that know are lost.
CREATE TABLE mark (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    id     INTEGER PRIMARY KEY,
    probe  INTEGER NOT NULL,
    metric TEXT NOT NULL,
    labels TEXT NOT NULL,
    unit   TEXT NOT NULL
) STRICT;

-- One probe's samples over some time. `seq` is the number of the newest tick in it, so chunks of a probe in order of
-- `seq` are in order of arrival. `t0` and `t1` are the first and the last moment it tells of.
CREATE TABLE chunk (
    id    INTEGER PRIMARY KEY,
    probe INTEGER NOT NULL,
    tier  INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    t0    INTEGER NOT NULL,
    t1    INTEGER NOT NULL,
    data  BLOB NOT NULL
) STRICT;
CREATE INDEX chunk_span ON chunk (probe, t1, t0, tier, seq);
CREATE INDEX chunk_age ON chunk (tier, t1);

-- Up to which tick a probe's samples are in chunks.
CREATE TABLE done (
    probe INTEGER PRIMARY KEY,
    seq   INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    address  TEXT NOT NULL,
    role     TEXT NOT NULL,
    note     TEXT NOT NULL
) STRICT;

CREATE TABLE probe (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    revision   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    target     TEXT NOT NULL,
    heading    TEXT NOT NULL,
    device     INTEGER REFERENCES device (id),
    enabled    INTEGER NOT NULL,
    every_ms   INTEGER,
    timeout_ms INTEGER,
    settings   TEXT NOT NULL,
    limits     TEXT NOT NULL
) STRICT;
CREATE INDEX probe_device ON probe (device);

CREATE TABLE channel (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE hop (
    channel  INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (channel, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE hop_probe (
    channel  INTEGER NOT NULL,
    hop      INTEGER NOT NULL,
    position INTEGER NOT NULL,
    probe    INTEGER NOT NULL REFERENCES probe (id),
    PRIMARY KEY (channel, hop, position),
    FOREIGN KEY (channel, hop) REFERENCES hop (channel, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX hop_probe_probe ON hop_probe (probe);

CREATE TABLE template (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    help     TEXT NOT NULL,
    probes   TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    author  TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;

CREATE TABLE event (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    severity TEXT NOT NULL,
    sort     TEXT NOT NULL,
    probe    INTEGER,
    text     TEXT NOT NULL
) STRICT;

CREATE TABLE series (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    probe  INTEGER NOT NULL,
    metric TEXT NOT NULL,
    labels TEXT NOT NULL,
    unit   TEXT NOT NULL
) STRICT;

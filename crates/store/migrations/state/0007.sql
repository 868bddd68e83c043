-- Messages on their way to receivers.
CREATE TABLE delivery (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    receiver INTEGER NOT NULL,
    incident INTEGER NOT NULL,
    news     TEXT NOT NULL,
    title    TEXT NOT NULL,
    at       INTEGER NOT NULL,
    state    TEXT NOT NULL,
    tries    INTEGER NOT NULL,
    ended    INTEGER,
    next     INTEGER,
    trouble  TEXT NOT NULL,
    message  TEXT NOT NULL
) STRICT;
-- The number of the row is the last part of each.
CREATE INDEX delivery_waiting ON delivery (receiver, incident) WHERE state = 'waiting';
CREATE INDEX delivery_ended ON delivery (ended) WHERE ended IS NOT NULL;
CREATE INDEX delivery_receiver ON delivery (receiver);
CREATE INDEX delivery_incident ON delivery (incident);

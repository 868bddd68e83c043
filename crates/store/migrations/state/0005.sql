-- Alerts: what is asked for stands beside the whole of it.
CREATE TABLE alert (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    incident INTEGER NOT NULL,
    rule     TEXT NOT NULL,
    probe    INTEGER,
    severity TEXT NOT NULL,
    raised   INTEGER NOT NULL,
    resolved INTEGER,
    body     TEXT NOT NULL
) STRICT;
-- The number of the row is the last part of each.
CREATE INDEX alert_firing ON alert (resolved) WHERE resolved IS NULL;
CREATE INDEX alert_resolved ON alert (resolved) WHERE resolved IS NOT NULL;
CREATE INDEX alert_incident ON alert (incident);
CREATE INDEX alert_rule ON alert (rule);
CREATE INDEX alert_probe ON alert (probe) WHERE probe IS NOT NULL;

-- The steps in the lives of alerts.
CREATE TABLE turn (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    alert    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    what     TEXT NOT NULL,
    severity TEXT NOT NULL,
    author   TEXT NOT NULL,
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX turn_alert ON turn (alert);
CREATE INDEX turn_at ON turn (at);

-- The note that an event replaces.
ALTER TABLE event ADD COLUMN of INTEGER;
CREATE INDEX event_of ON event (of) WHERE of IS NOT NULL;

-- Events of a stretch of time, of a probe, of a sort; the number of the row is the last part of each.
CREATE INDEX event_at ON event (at);
CREATE INDEX event_probe ON event (probe) WHERE probe IS NOT NULL;
CREATE INDEX event_sort ON event (sort);

-- The channel that an event is about.
ALTER TABLE event ADD COLUMN channel INTEGER;
CREATE INDEX event_channel ON event (channel) WHERE channel IS NOT NULL;

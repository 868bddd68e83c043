-- The switch or router into which a device is plugged, and the interface there; no text where nobody knows it.
ALTER TABLE device ADD COLUMN port_device INTEGER REFERENCES device (id);
ALTER TABLE device ADD COLUMN port_interface TEXT NOT NULL DEFAULT '';
CREATE INDEX device_port ON device (port_device) WHERE port_device IS NOT NULL;

-- What is otherwise about rules at a device, a probe, a channel: by the name of the rule.
ALTER TABLE device ADD COLUMN alerts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE probe ADD COLUMN alerts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE channel ADD COLUMN alerts TEXT NOT NULL DEFAULT '{}';

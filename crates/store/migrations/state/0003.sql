-- Which of two ways of its channel a hop is on: both, main or backup.
ALTER TABLE hop ADD COLUMN way TEXT NOT NULL DEFAULT 'both';

-- When whoever has a session last showed that it is them. Of those that are there already nobody knows.
ALTER TABLE sessions ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;
-- A proof gives the session another secret: what was kept of the old one is dropped.
CREATE TRIGGER sessions_proved AFTER UPDATE OF hash, proved ON sessions
BEGIN UPDATE rights SET version = version + 1; END;

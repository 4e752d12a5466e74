-- What is switched for an engine.

CREATE TABLE engines (
    name      TEXT    PRIMARY KEY,
    host_root INTEGER NOT NULL CHECK (host_root IN (0, 1)) -- whether admins may ask for what is root on its host
) STRICT, WITHOUT ROWID;
-- Off, unless Pierhead is in use already: what worked goes on working.
INSERT INTO engines SELECT 'local', EXISTS (SELECT 1 FROM users);

-- How far people's rights reach, and what belongs to which stack.

-- Whether an admin's requests of the engine's own API may pass as they are, where that is switched on. Who was an
-- admin could do so before.
ALTER TABLE users ADD COLUMN raw INTEGER NOT NULL DEFAULT 0 CHECK (raw IN (0, 1));
UPDATE users SET raw = 1 WHERE role = 'admin';
CREATE TRIGGER users_raw AFTER UPDATE OF raw ON users
BEGIN UPDATE rights SET version = version + 1; END;

-- Nothing means: as the owner.
ALTER TABLE tokens ADD COLUMN stack TEXT;
ALTER TABLE tokens ADD COLUMN grants TEXT;

CREATE TABLE scopes (
    user   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    engine TEXT    NOT NULL,
    stack  TEXT    NOT NULL, -- empty for everything on the engine
    grants TEXT    NOT NULL, -- names with commas between them: logs,exec
    PRIMARY KEY (user, engine, stack)
) STRICT, WITHOUT ROWID;
-- Everybody saw everything before.
INSERT INTO scopes SELECT id, 'local', '', '' FROM users;
CREATE TRIGGER scopes_new AFTER INSERT ON scopes
BEGIN UPDATE rights SET version = version + 1; END;
CREATE TRIGGER scopes_changed AFTER UPDATE ON scopes
BEGIN UPDATE rights SET version = version + 1; END;
CREATE TRIGGER scopes_gone AFTER DELETE ON scopes
BEGIN UPDATE rights SET version = version + 1; END;

-- What belongs to a stack: by full id, so that no label and no name that somebody sets can put anything into one.
CREATE TABLE members (
    engine TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('container', 'image', 'volume', 'network')),
    id     TEXT NOT NULL, -- of a volume, which has no id, its name and when it was made
    stack  TEXT NOT NULL,
    PRIMARY KEY (engine, kind, id, stack)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_stack ON members (engine, stack);
-- Grows with every change of members.
CREATE TABLE membership (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
INSERT INTO membership VALUES (1, 1);
CREATE TRIGGER members_new AFTER INSERT ON members
BEGIN UPDATE membership SET version = version + 1; END;
CREATE TRIGGER members_gone AFTER DELETE ON members
BEGIN UPDATE membership SET version = version + 1; END;

-- Repositories that images of a stack were pulled from are remembered, too.

DROP TRIGGER members_new;
DROP TRIGGER members_gone;
DROP INDEX members_stack;
ALTER TABLE members RENAME TO old_members;
CREATE TABLE members (
    engine TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('container', 'image', 'volume', 'network', 'repository')),
    id     TEXT NOT NULL, -- of a volume, which has no id, its name and when it was made; of a repository its name
    stack  TEXT NOT NULL,
    PRIMARY KEY (engine, kind, id, stack)
) STRICT, WITHOUT ROWID;
INSERT INTO members SELECT engine, kind, id, stack FROM old_members;
DROP TABLE old_members;
CREATE INDEX members_stack ON members (engine, stack);
CREATE TRIGGER members_new AFTER INSERT ON members
BEGIN UPDATE membership SET version = version + 1; END;
CREATE TRIGGER members_gone AFTER DELETE ON members
BEGIN UPDATE membership SET version = version + 1; END;

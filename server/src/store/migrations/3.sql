-- What was done in somebody's name: an intent before the engine is called, a result after. Each record holds the hash
-- of the one before, so that none can be changed or taken out unnoticed. Times are milliseconds since 1970.

CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY, -- without gaps
    at        INTEGER NOT NULL,
    intent    INTEGER, -- of a result: the record that it ends
    person    TEXT    NOT NULL,
    through   TEXT    NOT NULL, -- the session or token, by the id that opens nothing
    operation TEXT    NOT NULL, -- the API's own name: ContainerStop
    object    TEXT    NOT NULL,
    said      TEXT    NOT NULL, -- of an intent: what was asked; of a result: what came back. Never a secret
    before    BLOB    NOT NULL, -- the hash of the record before
    hash      BLOB    NOT NULL  -- SHA-256 of all of this
) STRICT;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;

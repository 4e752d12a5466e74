-- People, how they prove who they are, and what keeps guessers out. Times are seconds since 1970.

CREATE TABLE users (
    id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: audit records will name it
    name     TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    role     TEXT    NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    password TEXT    NOT NULL, -- argon2id, PHC string
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created  INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    hash    BLOB    PRIMARY KEY, -- SHA-256 of the cookie's secret
    id      TEXT    NOT NULL UNIQUE, -- names the session in lists; opens nothing
    user    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    agent   TEXT    NOT NULL,
    address TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);

CREATE TABLE tokens (
    hash    BLOB    PRIMARY KEY, -- SHA-256 of the secret
    id      TEXT    NOT NULL UNIQUE, -- the middle part of the token
    user    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name    TEXT    NOT NULL,
    role    TEXT    NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_user ON tokens (user);

-- Failed logins, by account (hashed: people type passwords into the wrong field) and by address prefix.
CREATE TABLE throttle (
    key      BLOB    PRIMARY KEY,
    failures INTEGER NOT NULL,
    last     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_last ON throttle (last);

-- The one-time token of the first start; at most one row.
CREATE TABLE setup (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    hash    BLOB    NOT NULL,
    expires INTEGER NOT NULL,
    tries   INTEGER NOT NULL
) STRICT;

-- Grows whenever somebody's rights shrink or end, whoever wrote it. What is kept in memory of sessions and
-- tokens is dropped then; a new session or a later "seen" drops nothing.
CREATE TABLE rights (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
INSERT INTO rights VALUES (1, 1);
CREATE TRIGGER users_changed AFTER UPDATE OF name, role, password, disabled ON users
BEGIN UPDATE rights SET version = version + 1; END;
CREATE TRIGGER users_gone AFTER DELETE ON users
BEGIN UPDATE rights SET version = version + 1; END;
CREATE TRIGGER sessions_gone AFTER DELETE ON sessions
BEGIN UPDATE rights SET version = version + 1; END;
CREATE TRIGGER tokens_changed AFTER UPDATE ON tokens
BEGIN UPDATE rights SET version = version + 1; END;
CREATE TRIGGER tokens_gone AFTER DELETE ON tokens
BEGIN UPDATE rights SET version = version + 1; END;

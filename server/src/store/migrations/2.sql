-- From where people have logged in before: there strangers can't spend their tries.
CREATE TABLE places (
    key     BLOB    PRIMARY KEY, -- the account and the address prefix, hashed together
    account BLOB    NOT NULL, -- the account alone, hashed as in throttle
    last    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX places_account ON places (account);
CREATE INDEX places_last ON places (last);

-- What a count of an account from one place is of, and how many of it were counted for all places, too.
ALTER TABLE throttle ADD COLUMN account BLOB;
ALTER TABLE throttle ADD COLUMN shared  INTEGER NOT NULL DEFAULT 0;

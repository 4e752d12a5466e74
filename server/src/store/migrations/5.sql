-- The audit is searched: by who, what and to what, each with the number of the record behind it, and from what was
-- asked to what came back.

CREATE INDEX audit_person ON audit (person) WHERE intent IS NULL;
CREATE INDEX audit_operation ON audit (operation) WHERE intent IS NULL;
CREATE INDEX audit_object ON audit (object) WHERE intent IS NULL;
CREATE INDEX audit_intent ON audit (intent) WHERE intent IS NOT NULL;

use super::*;

const FIRST: &str = "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7)";
const SECOND: &str = "ALTER TABLE a ADD COLUMN y INTEGER";

fn open(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

#[test]
fn each_step_keeps_a_copy_of_what_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let mut connection = open(&path);
    steps(&mut connection, &path, &[FIRST]).unwrap();
    assert!(!folder.path().join("x.db.before-1").exists(), "an empty database needs no copy");
    steps(&mut connection, &path, &[FIRST, SECOND]).unwrap();
    assert_eq!(version(&connection).unwrap(), 2);

    let copy = open(&folder.path().join("x.db.before-2"));
    assert_eq!(version(&copy).unwrap(), 1);
    let kept: i64 = copy.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 7);
}

#[test]
fn a_new_database_needs_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    steps(&mut open(&path), &path, &[FIRST, SECOND]).unwrap();
    assert!(!folder.path().join("x.db.before-2").exists());
}

#[test]
fn a_step_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let mut connection = open(&path);
    steps(&mut connection, &path, &[FIRST]).unwrap();
    let half = "ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO nowhere VALUES (1)";
    steps(&mut connection, &path, &[FIRST, half]).unwrap_err();
    assert_eq!(version(&connection).unwrap(), 1);
    connection.prepare("SELECT y FROM a").unwrap_err();
}

#[test]
fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let mut connection = open(&path);
    connection.pragma_update(None, "user_version", 9).unwrap();
    let error = steps(&mut connection, &path, &[FIRST]).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 9, known: 1, .. }), "{error}");
}

#[test]
fn host_root_stays_on_where_people_are_and_is_off_in_a_new_database() {
    let (before, after) = (&MIGRATIONS[..6], &MIGRATIONS[..7]);
    let is_on = |furnish: &str| -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let mut connection = open(&path);
        steps(&mut connection, &path, before).unwrap();
        connection.execute_batch(furnish).unwrap();
        steps(&mut connection, &path, after).unwrap();
        connection
            .query_row("SELECT host_root FROM engines WHERE name = 'local'", [], |row| row.get(0))
            .unwrap()
    };
    assert!(!is_on(""));
    assert!(is_on("INSERT INTO users (name, role, password, created) VALUES ('ada', 'admin', '', 0)"));
}

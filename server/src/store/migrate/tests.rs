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

#[test]
fn what_stood_in_the_first_version_stands_in_the_newest_and_each_one_between_is_kept() {
    const FURNISHED: &str = "
        INSERT INTO users (name, role, password, created) VALUES ('ada', 'admin', 'x', 1), ('vera', 'viewer', 'x', 2);
        INSERT INTO sessions VALUES (x'01', 'session', 1, 3, 4, 5, 'agent', '127.0.0.1');
        INSERT INTO tokens VALUES (x'02', 'token', 2, 'backup', 'viewer', 6, 7);
        INSERT INTO throttle VALUES (x'03', 8, 9);";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let mut connection = open(&path);
    steps(&mut connection, &path, &MIGRATIONS[..1]).unwrap();
    connection.execute_batch(FURNISHED).unwrap();
    bring_up_to_date(&mut connection, &path).unwrap();

    let one = |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
    let people = "SELECT group_concat(name || ' ' || role || ' ' || raw || ' ' || created, ', ') FROM users";
    assert_eq!(one(people), "ada admin 1 1, vera viewer 0 2");
    assert_eq!(one("SELECT hex(hash) || id || user || seen || proved FROM sessions"), "01session140");
    assert_eq!(
        one("SELECT hex(hash) || id || user || name || (stack IS NULL) FROM tokens"),
        "02token2backup1"
    );
    assert_eq!(one("SELECT hex(key) || failures FROM throttle"), "038");
    assert_eq!(one("SELECT group_concat(user || engine || stack) FROM scopes"), "1local,2local");
    for number in 2..=MIGRATIONS.len() as i64 {
        let copy = open(&folder.path().join(format!("x.db.before-{number}")));
        assert_eq!(version(&copy).unwrap(), number - 1);
        let people: i64 = copy.query_row("SELECT count(*) FROM users", [], |row| row.get(0)).unwrap();
        assert_eq!(people, 2);
    }
}

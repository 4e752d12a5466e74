use std::os::unix::fs::PermissionsExt;

use super::*;

fn open(folder: &Path) -> Result<Store, StoreError> {
    prepare_folder(folder)?;
    Store::open(folder)
}

async fn insert(store: &Store, version: i64) -> Result<usize, StoreError> {
    store.write(move |tx| tx.execute("UPDATE rights SET version = ?1", [version])).await
}

fn version(store: &Store) -> i64 {
    store.read(|reader| reader.query_row("SELECT version FROM rights", [], |row| row.get(0))).unwrap()
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    insert(&open(folder.path()).unwrap(), 41).await.unwrap();
    assert_eq!(version(&open(folder.path()).unwrap()), 41);
}

/// `.cargo/config.toml` says with what SQLite is compiled.
#[test]
fn nothing_is_inside_that_nobody_asks_for() {
    let folder = tempfile::tempdir().unwrap();
    let options = open(folder.path()).unwrap().read(|reader| {
        reader
            .prepare("PRAGMA compile_options")?
            .query_map([], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()
    });
    let options = options.unwrap();
    assert!(options.iter().any(|option| option == "OMIT_LOAD_EXTENSION"), "{options:?}");
    assert!(!options.iter().any(|option| option.contains("FTS") || option.contains("RTREE")), "{options:?}");
}

#[tokio::test]
async fn an_error_rolls_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let answer = store
        .write(|tx| {
            tx.execute("UPDATE rights SET version = 99", [])?;
            tx.execute("UPDATE nothing SET version = 99", [])
        })
        .await;
    answer.unwrap_err();
    assert_eq!(version(&store), 1);
}

#[tokio::test]
async fn what_was_written_shows_at_once_here_and_soon_from_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (open(folder.path()).unwrap(), open(folder.path()).unwrap());
    let before = ours.written().unwrap();
    assert_eq!(ours.written().unwrap(), before);
    insert(&theirs, 2).await.unwrap();
    while ours.written().unwrap() == before {
        tokio::task::yield_now().await;
    }
    let before = ours.written().unwrap();
    insert(&ours, 3).await.unwrap();
    assert_ne!(ours.written().unwrap(), before);
}

#[tokio::test]
async fn folder_and_files_are_the_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/b");
    let store = open(&data).unwrap();
    insert(&store, 2).await.unwrap();
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    for entry in std::fs::read_dir(&data).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn a_damaged_file_is_named_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(FILE),
        b"this is no database, and longer than a header would be".repeat(9),
    )
    .unwrap();
    let before = std::fs::read(folder.path().join(FILE)).unwrap();
    let error = open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(std::fs::read(folder.path().join(FILE)).unwrap(), before);
}

#[test]
fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let error = open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
}

#[test]
fn a_path_that_is_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = open(&file.join("data")).err().unwrap();
    assert!(error.to_string().contains("--data"), "{error}");
}

#[test]
fn what_was_acknowledged_is_on_the_disk_whatever_the_file_system_says_of_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let _store = open(folder.path()).unwrap();
    let connection = connect(&folder.path().join(FILE)).unwrap();
    let pragma =
        |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
    assert_eq!(pragma("journal_mode").unwrap(), "wal".to_owned().into());
    // FULL: each commit is waited for.
    assert_eq!(pragma("synchronous").unwrap(), 2_i64.into());
}

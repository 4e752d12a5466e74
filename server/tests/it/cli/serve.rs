//! pierhead serve: what keeps it from starting, and that it ends.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use super::{NOBODY, as_nobody, finish, pierhead, run};

const LOCAL: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

fn serve(data: &Path, more: &[&str]) -> super::Said {
    let arguments: Vec<_> = LOCAL.iter().chain(more).copied().collect();
    run(&arguments, data, "")
}

/// A data folder with a database that holds somebody.
fn used() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let add = ["user", "add", "ada", "--role", "admin", "--password-stdin"];
    run(&add, &data, "correct horse battery").succeeded();
    (folder, data)
}

#[test]
fn what_is_wrong_with_a_setting_is_said_with_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    run(&["serve", "--lisen", "127.0.0.1:0"], &data, "").failed(2, &["--lisen", "--listen"]);
    run(&["serve", "--listen", "8443"], &data, "").failed(2, &["--listen", "\"8443\""]);
    run(&["serve", "--tls", "off"], &data, "").failed(2, &["--listen 127.0.0.1:8443", "--allow-plain-http"]);
    serve(&data, &["--engine", "tcp://192.0.2.1:2375"]).failed(2, &["192.0.2.1", "--allow-insecure-tcp"]);
    serve(&data, &["--engine", "nonsense"]).failed(2, &["nonsense"]);

    let file = folder.path().join("pierhead.toml");
    fs::write(&file, "lisen = \"127.0.0.1:0\"\n").unwrap();
    let path = file.to_str().unwrap();
    serve(&data, &["--config", path]).failed(2, &[path, "\"lisen\""]);
    let mut command = pierhead(&["serve"], &data);
    command.env("PIERHEAD_LISTEN", "nowhere");
    finish(command, "").failed(2, &["PIERHEAD_LISTEN", "\"nowhere\""]);
}

#[test]
fn a_taken_port_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    run(&["serve", "--listen", &address], folder.path(), "").failed(1, &[&address, "--listen"]);
}

#[tokio::test]
async fn a_second_server_is_refused_and_the_first_one_s_setup_token_stays_good() {
    let server = crate::running::Running::first().await;
    let (data, address) = (server.data(), server.address.to_string());
    let second = move |listen: &str, words: &[&str]| {
        run(&["serve", "--tls", "off", "--listen", listen], &data, "").failed(1, words);
    };
    tokio::task::spawn_blocking(move || {
        second("127.0.0.1:0", &["already", "--data"]);
        second(&address, &["already", "--data"]);
    })
    .await
    .unwrap();
    let token = server.setup_token.clone().unwrap();
    let password = crate::running::PASSWORD;
    let fields = [("token", token.as_str()), ("name", "ada"), ("password", password), ("again", password)];
    assert_eq!(server.client().post("/setup", &fields).await.status, 303);
}

#[test]
fn a_start_that_fails_makes_no_setup_token() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    run(&["user", "list"], &data, "").failed(1, &["no Pierhead database"]);
    let address = taken.local_addr().unwrap().to_string();
    run(&["serve", "--listen", &address], &data, "").failed(1, &[&address]);
    assert!(!data.join("setup-token").exists());
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let (_folder, data) = used();
    let database = rusqlite::Connection::open(data.join("pierhead.db")).unwrap();
    database.pragma_update(None, "user_version", 999).unwrap();
    drop(database);
    serve(&data, &[]).failed(1, &["pierhead.db", "999", "newer Pierhead"]);
    let database = rusqlite::Connection::open(data.join("pierhead.db")).unwrap();
    let name: String = database.query_row("SELECT name FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(name, "ada");
}

#[test]
fn a_damaged_database_is_named_and_left_alone() {
    let (_folder, data) = used();
    let path = data.join("pierhead.db");
    assert!(!data.join("pierhead.db-wal").exists(), "a command leaves one whole file");
    let garbage = vec![7; fs::metadata(&path).unwrap().len() as usize];
    fs::write(&path, &garbage).unwrap();
    serve(&data, &[]).failed(1, &["pierhead.db", "damaged", "before-"]);
    assert_eq!(fs::read(&path).unwrap(), garbage);
}

#[test]
fn a_folder_of_other_things_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter"), "").unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o755)).unwrap();
    serve(&other, &[]).failed(1, &["other things", "--data"]);
    let add = ["user", "add", "ada", "--role", "admin", "--password-stdin"];
    run(&add, &other, "correct horse battery").failed(1, &["other things", "--data"]);
    run(&["user", "list"], &other, "").failed(1, &["no Pierhead database", "--data"]);
    assert_eq!(fs::metadata(&other).unwrap().permissions().mode() & 0o777, 0o755);
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);

    let missing = folder.path().join("missing");
    run(&["token", "list"], &missing, "").failed(1, &["no Pierhead database", "--data"]);
    assert!(!missing.exists());

    // One that is empty, or Pierhead's already, is put in order.
    fs::remove_file(other.join("letter")).unwrap();
    for _ in 0..2 {
        run(&["user", "add", "ada", "--role", "admin", "--password-stdin"], &other, "correct horse battery");
        assert_eq!(fs::metadata(&other).unwrap().permissions().mode() & 0o777, 0o700);
        fs::set_permissions(&other, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    serve(&file.join("data"), &[]).failed(1, &["file/data", "--data"]);
}

#[test]
fn a_database_that_may_not_be_read_is_said() {
    let (folder, data) = used();
    let serve = || {
        let mut command = as_nobody(folder.path(), &LOCAL);
        command.arg("--data").arg(&data);
        finish(command, "")
    };
    fs::set_permissions(&data, fs::Permissions::from_mode(0o777)).unwrap();
    serve().failed(1, &["belongs to user 0", "--data"]);

    for path in [&data, &data.join("pierhead.db")] {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    fs::set_permissions(data.join("pierhead.db"), fs::Permissions::from_mode(0o000)).unwrap();
    serve().failed(1, &["can't use", "pierhead.db", "--data"]);
}

#[test]
fn a_folder_that_is_read_only_is_said() {
    let (_folder, data) = used();
    in_mount_namespace("mount --bind \"$D\" \"$D\" && mount -o remount,ro,bind \"$D\"", &data, &LOCAL, "")
        .failed(1, &["pierhead.lock", "read-only"]);
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // The folder is a disk of 512 KiB with somebody in the database; then it is filled to the last byte.
    let setup = format!(
        "mount -t tmpfs -o size=512k,mode=700 none \"$D\" && \
         echo correct horse battery | {0} user add ada --role admin --password-stdin --data \"$D\" && \
         {{ cat /dev/zero > \"$D\"/filler 2>/dev/null || true; }}",
        env!("CARGO_BIN_EXE_pierhead")
    );
    fs::create_dir(&data).unwrap();
    let add = ["user", "add", "mallory", "--role", "viewer", "--password-stdin"];
    let said = in_mount_namespace(&setup, &data, &add, "correct horse battery");
    said.failed(1, &["no space left", "pierhead.db", "nothing was changed"]);
    let list = format!(
        "{setup} && {{ echo correct horse battery | {0} user add mallory --role viewer --password-stdin \
         --data \"$D\" 2>/dev/null || true; }} && rm \"$D\"/filler",
        env!("CARGO_BIN_EXE_pierhead")
    );
    let list = in_mount_namespace(&list, &data, &["user", "list"], "").succeeded();
    assert!(list.contains("ada") && !list.contains("mallory"), "{list}");
}

#[test]
fn it_starts_without_an_engine_and_ends_on_request() {
    starts_and_ends(|serve| serve.args(["--engine", "unix:///nowhere/docker.sock"]));
}

#[test]
fn it_starts_where_the_surroundings_name_an_engine_that_cannot_be_used() {
    let log = starts_and_ends(|serve| serve.env("DOCKER_HOST", "ssh://me@host"));
    assert!(log.contains("ssh isn't spoken here"), "{log}");
    let log = starts_and_ends(|serve| serve.env("DOCKER_CONTEXT", "lost"));
    assert!(log.contains("there is no such context"), "{log}");
}

/// Starts the server, lets it end on request, and gives its log.
fn starts_and_ends(change: impl FnOnce(&mut Command) -> &mut Command) -> String {
    let (folder, data) = used();
    let log = folder.path().join("log");
    let started = Instant::now();
    let mut serving = change(&mut pierhead(&LOCAL, &data))
        .stderr(Stdio::from(fs::File::create(&log).unwrap()))
        .spawn()
        .unwrap();
    let text = loop {
        let text = fs::read_to_string(&log).unwrap();
        // The engine's state is told soon after.
        if text.contains("Pierhead is at https://127.0.0.1:") && text.contains("WARN") {
            break text;
        }
        assert!(
            serving.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_secs(20),
            "{text}"
        );
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(text.contains("SHA-256") && text.contains("Log in with your name"), "{text}");
    assert!(!text.contains("First start"), "{text}");
    assert!(Command::new("kill").arg(serving.id().to_string()).status().unwrap().success());
    assert_eq!(serving.wait().unwrap().code(), Some(0), "{}", fs::read_to_string(&log).unwrap());
    text
}

#[test]
fn the_log_says_who_guesses_and_no_engine_forges_a_line() {
    use std::{
        io::{Read, Write},
        net::TcpStream,
        os::unix::net::UnixListener,
    };
    const FORGED: &str = "2026-11-21T02:00:00Z  INFO everything is fine";
    let (folder, data) = used();
    let socket = folder.path().join("engine.sock");
    let engine = UnixListener::bind(&socket).unwrap();
    // Ends with the test's process.
    std::thread::spawn(move || {
        for stream in engine.incoming() {
            let (mut stream, mut head) = (stream.unwrap(), [0; 4096]);
            let count = stream.read(&mut head).unwrap_or(0);
            // It lives, so that its failures are taken for its own words.
            if head[..count].windows(6).any(|part| part == b"/_ping") {
                let ok = "HTTP/1.1 200 OK\r\napi-version: 1.51\r\nconnection: close\r\ncontent-length: 2\r\n\r\nOK";
                let _ = stream.write_all(ok.as_bytes());
                continue;
            }
            let body = format!("{{\"message\":\"boom\\n{FORGED}\"}}");
            let head = "HTTP/1.1 500 x\r\ncontent-type: application/json\r\nconnection: close\r\n";
            let _ = write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len());
        }
    });
    let log = folder.path().join("log");
    let mut serving = pierhead(&LOCAL, &data)
        .args(["--tls", "off", "--engine", &format!("unix://{}", socket.display())])
        .stderr(Stdio::from(fs::File::create(&log).unwrap()))
        .spawn()
        .unwrap();
    let until = |word: &str| {
        let begun = Instant::now();
        loop {
            let text = fs::read_to_string(&log).unwrap();
            if text.contains(word) || begun.elapsed() > Duration::from_secs(20) {
                return text;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let greeting = until("Pierhead is at");
    let address = greeting.split("http://").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let body = "name=ada&password=wrong+horse+battery";
    let form = "content-type: application/x-www-form-urlencoded\r\nconnection: close";
    let head = format!("POST /login HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n{form}\r\n");
    let guess = || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
        stream.read_to_string(&mut String::new()).unwrap();
    };
    guess();
    let database = rusqlite::Connection::open(data.join("pierhead.db")).unwrap();
    database.execute("UPDATE throttle SET failures = 12", []).unwrap();
    guess();
    let failed = until("too many failed logins");
    let text = until(FORGED);
    serving.kill().unwrap();
    serving.wait().unwrap();
    for words in ["the password is wrong", "too many failed logins"] {
        let line = failed.lines().find(|line| line.contains(words)).unwrap();
        assert!(line.contains("from=127.0.0.1") && line.contains("account=\"ada\""), "{line}");
    }
    assert!(text.contains("boom") && !text.lines().any(|line| line.starts_with(FORGED)), "{text}");
}

#[test]
fn it_ends_on_request_when_nobody_reads_its_log_any_more() {
    use std::io::{BufRead, BufReader};
    let (_folder, data) = used();
    let mut serving = pierhead(&LOCAL, &data)
        .args(["--engine", "unix:///nowhere/docker.sock"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(serving.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("Pierhead is at")));
    drop(lines);
    assert!(Command::new("kill").arg(serving.id().to_string()).status().unwrap().success());
    let started = Instant::now();
    let code = loop {
        match serving.try_wait().unwrap() {
            Some(status) => break status.code(),
            None if started.elapsed() > Duration::from_secs(15) => {
                serving.kill().unwrap();
                break serving.wait().unwrap().code();
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    assert_eq!(code, Some(0));
}

#[test]
fn the_help_names_every_setting() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(&["serve", "--help"], folder.path(), "").succeeded();
    let reference =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md")).unwrap();
    let settings: Vec<_> = reference.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert!(settings.len() >= 10);
    for setting in settings {
        assert!(help.contains(&format!("--{setting}")), "{setting}: {help}");
    }
}

/// Runs a command of ours where `setup` (shell; `$D` is the data folder) has mounted something that goes with it.
fn in_mount_namespace(setup: &str, data: &Path, arguments: &[&str], input: &str) -> super::Said {
    let script = format!("{{ {setup} ; }} >&2 && exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", &script, "sh"]).env("D", data);
    command.arg(env!("CARGO_BIN_EXE_pierhead")).args(arguments).arg("--data").arg(data);
    finish(command, input)
}

#[test]
fn a_folder_that_is_served_is_left_as_it_is() {
    let (_folder, data) = used();
    let held = fs::File::options().append(true).create(true).open(data.join("pierhead.lock")).unwrap();
    held.try_lock().unwrap();
    let database = rusqlite::Connection::open(data.join("pierhead.db")).unwrap();
    database.pragma_update(None, "user_version", 7).unwrap();
    serve(&data, &["--tls", "off"]).failed(1, &["already"]);
    let version: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 7);
    assert!(!data.join("pierhead.db.before-8").exists());
}

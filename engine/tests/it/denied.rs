//! A socket that one may not use. Root may use any, so the question is asked as nobody.

use std::{
    env,
    fs::{self, Permissions},
    os::unix::{fs::PermissionsExt, fs::chown, net::UnixListener},
    path::{Path, PathBuf},
    process::Command,
};

use engine::{Address, diagnose};

use crate::server::folder;

/// What names the socket to the process that asks as nobody.
const SOCKET: &str = "PIERHEAD_DENIED_SOCKET";

/// Asks as nobody, in a process of its own, and gives what it is told.
fn ask(socket: &Path) -> String {
    let binary = socket.with_file_name("asks");
    fs::copy(env::current_exe().unwrap(), &binary).unwrap();
    let test = "denied::the_diagnosis_of_nobody";
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(binary)
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(SOCKET, socket)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
#[ignore = "asked by the tests below, as nobody"]
async fn the_diagnosis_of_nobody() {
    let path = PathBuf::from(env::var_os(SOCKET).unwrap());
    println!("{}", diagnose(&Address::Unix(path)).await);
}

/// Whether this machine is a container itself: the way to get access is another one there.
fn in_container() -> bool {
    ["/.dockerenv", "/run/.containerenv"].iter().any(|mark| Path::new(mark).exists())
}

#[test]
fn who_may_use_it_and_the_way_to_become_one_is_told() {
    if fs::metadata("/proc/self").map(|it| std::os::unix::fs::MetadataExt::uid(&it)).unwrap() != 0 {
        println!("only root can ask as nobody");
        return;
    }
    let folder = folder();
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    let path = folder.join("engine.sock");
    let _listener = UnixListener::bind(&path).unwrap();
    chown(&path, Some(0), Some(1)).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o660)).unwrap();
    let owned = |group: &str, fix: &str| {
        let path = path.display();
        format!(
            "You may not use the socket {path}: it belongs to root (0) and the group {group}, mode 660. \
             To get access: {fix}\n"
        )
    };
    let [by_group, by_user] = if in_container() {
        ["docker run --group-add 1 …".to_owned(), "docker run --user 0 …".to_owned()]
    } else {
        let acl = format!("sudo setfacl -m u:nobody:rw {}", path.display());
        ["sudo usermod -aG daemon nobody (then log in again)".to_owned(), acl]
    };
    let said = ask(&path);
    assert!(said.contains(&owned("daemon (1)", &by_group)), "{said}");

    chown(&path, Some(0), Some(0)).unwrap();
    let said = ask(&path);
    assert!(said.contains(&owned("root (0)", &by_user)), "{said}");
    fs::remove_dir_all(folder).unwrap();
}

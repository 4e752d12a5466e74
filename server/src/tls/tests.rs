use std::os::unix::fs::PermissionsExt;

use super::*;

fn names() -> Vec<String> {
    own_names(Some("nas"), &[], IpAddr::from([127, 0, 0, 1]))
}

#[test]
fn our_own_certificate_is_made_once_and_kept_from_others() {
    let folder = tempfile::tempdir().unwrap();
    let first = Certificate::own(folder.path(), &names(), &[]).unwrap().fingerprint();
    let second = Certificate::own(folder.path(), &names(), &[]).unwrap().fingerprint();
    assert_eq!(first, second);
    assert_eq!(first.len(), 32 * 3 - 1);
    for file in ["tls-cert.pem", "tls-key.pem"] {
        let mode = fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn an_old_one_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let first = Certificate::own(folder.path(), &names(), &[]).unwrap().fingerprint();
    let cert = fs::File::open(folder.path().join("tls-cert.pem")).unwrap();
    cert.set_modified(SystemTime::now() - RENEWED_AFTER).unwrap();
    assert_ne!(Certificate::own(folder.path(), &names(), &[]).unwrap().fingerprint(), first);
}

#[test]
fn a_name_that_is_asked_for_later_makes_a_new_one_once() {
    let folder = tempfile::tempdir().unwrap();
    let own = |names: &[String], asked: &[String]| {
        Certificate::own(folder.path(), names, asked).unwrap().fingerprint()
    };
    let first = own(&names(), &[]);
    let moved = own_names(Some("another"), &[], IpAddr::from([192, 0, 2, 1]));
    assert_eq!(own(&moved, &[]), first, "what a machine merely has comes and goes");
    let asked = ["nas.home".to_owned()];
    let wider = own_names(Some("nas"), &asked, IpAddr::from([127, 0, 0, 1]));
    let second = own(&wider, &asked);
    assert_ne!(second, first);
    assert_eq!(own(&wider, &asked), second);
}

#[test]
fn it_is_for_every_name_the_machine_is_called_by() {
    let names = own_names(Some("nas.lan"), &["docker.lan".into()], IpAddr::from([192, 0, 2, 1]));
    assert_eq!(names, ["localhost", "nas.lan", "nas.local", "docker.lan", "127.0.0.1", "::1", "192.0.2.1"]);
}

#[test]
fn what_is_wrong_with_named_files_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    fs::create_dir_all(&a).unwrap();
    fs::create_dir_all(&b).unwrap();
    Certificate::own(&a, &names(), &[]).unwrap();
    Certificate::own(&b, &names(), &[]).unwrap();
    let refused = |cert: &Path, key: &Path, word: &str| {
        let error = Certificate::read(cert, key).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    };
    refused(&folder.path().join("none.pem"), &a.join("tls-key.pem"), "none.pem");
    refused(&a.join("tls-key.pem"), &a.join("tls-key.pem"), "no certificate");
    refused(&a.join("tls-cert.pem"), &a.join("tls-cert.pem"), "tls-cert.pem");
    refused(&a.join("tls-cert.pem"), &b.join("tls-key.pem"), "can't be used");
}

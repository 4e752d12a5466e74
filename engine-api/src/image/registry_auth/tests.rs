use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::*;

fn read(json: &str) -> Result<Option<RegistryAuth>, UnreadableAuth> {
    RegistryAuth::read(&headers(&URL_SAFE.encode(json)))
}

fn headers(value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(HEADER, value.parse().unwrap());
    headers
}

#[test]
fn what_clients_send_is_understood_and_written_anew() {
    // docker 28, docker 20.10 and the SDK for Python, in this order.
    let sent = [
        r#"{"username":"anna","password":"s3cret","serveraddress":"reg.io"}"#,
        r#"{"username":"anna","password":"s3cret","auth":"YW5uYTpzM2NyZXQ=","serveraddress":"reg.io"}"#,
        r#"{"username":"anna","password":"s3cret","email":"a@b","serveraddress":"reg.io"}"#,
        r#"{"identitytoken":"t0ken","serveraddress":"reg.io"}"#,
        r#"{"registrytoken":"t0ken"}"#,
    ];
    for json in sent {
        let auth = read(json).unwrap().unwrap();
        let mut written = HeaderMap::new();
        auth.put(&mut written);
        assert!(written[HEADER].is_sensitive());
        assert_eq!(RegistryAuth::read(&written).unwrap().unwrap(), auth, "{json}");
        let said = format!("{auth:?}");
        assert!(!said.contains("s3cret") && !said.contains("t0ken"), "{said}");
    }
}

#[test]
fn padding_may_be_left_out() {
    let auth = RegistryAuth::read(&headers(&URL_SAFE_NO_PAD.encode(r#"{"username":"ab"}"#))).unwrap();
    assert_eq!(auth.unwrap().username, "ab");
}

#[test]
fn nobody_in_particular_is_nobody() {
    for json in ["{}", "null", r#"{"serveraddress":"reg.io"}"#, r#"{"email":"a@b"}"#] {
        assert_eq!(read(json), Ok(None), "{json}");
    }
    assert_eq!(RegistryAuth::read(&HeaderMap::new()), Ok(None));
    assert_eq!(RegistryAuth::read(&headers("")), Ok(None));
}

#[test]
fn what_isnt_understood_is_refused() {
    for json in [
        r#"{"Username":"anna"}"#,
        r#"{"username":"anna","username":"otto"}"#,
        r#"{"username":"anna","more":1}"#,
        r#"{"username":1}"#,
        r#"{"username":"anna"} {}"#,
        "[]x",
        "anna:s3cret",
    ] {
        assert_eq!(read(json), Err(UnreadableAuth::Form), "{json}");
    }
    let standard = STANDARD.encode(r#"{"username":"??>>??>>"}"#);
    assert_eq!(RegistryAuth::read(&headers(&standard)), Err(UnreadableAuth::Form));
    assert_eq!(RegistryAuth::read(&headers(&"a".repeat(LONGEST + 1))), Err(UnreadableAuth::Size));
    let mut twice = headers("e30=");
    twice.append(HEADER, "e30=".parse().unwrap());
    assert_eq!(RegistryAuth::read(&twice), Err(UnreadableAuth::Size));
}

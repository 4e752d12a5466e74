use std::io::Write;

use super::*;

fn load(flags: &[(&str, &str)], environment: &[(&str, &str)]) -> Result<Config, String> {
    let flags: Vec<_> =
        flags.iter().map(|(name, value)| (name.to_string(), vec![value.to_string()])).collect();
    let variable =
        |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string());
    let config = Config::load(&flags, variable).map_err(|error| error.to_string())?;
    config.check().map_err(|error| error.to_string())?;
    Ok(config)
}

fn file(content: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content.as_bytes()).unwrap();
    file
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let port = |flags: &[_], environment: &[_]| load(flags, environment).unwrap().listen.port();
    let file = file("listen = \"127.0.0.1:3\"");
    let path = file.path().to_str().unwrap();
    assert_eq!(port(&[], &[]), 8443);
    assert_eq!(port(&[("config", path)], &[]), 3);
    assert_eq!(port(&[], &[("PIERHEAD_CONFIG", path)]), 3);
    assert_eq!(port(&[], &[("PIERHEAD_CONFIG", path), ("PIERHEAD_LISTEN", "127.0.0.1:2")]), 2);
    assert_eq!(port(&[("listen", "127.0.0.1:1")], &[("PIERHEAD_LISTEN", "127.0.0.1:2")]), 1);
    assert_eq!(port(&[], &[("PIERHEAD_LISTEN", "")]), 8443);
}

#[test]
fn lists_and_switches() {
    let file =
        file("allow-host = [\"NAS.lan\", \"b\"]\nallow-plain-http = true\ntls = \"off\"\ndeploy-cpus = 3");
    let config = load(&[("config", file.path().to_str().unwrap())], &[]).unwrap();
    assert_eq!(config.allow_host, ["nas.lan", "b"]);
    assert!(config.allow_plain_http);
    assert_eq!(config.deploy.nano_cpus, 3_000_000_000);
    let config = load(&[], &[("PIERHEAD_TRUSTED_PROXY", "10.0.0.0/8, ::1")]).unwrap();
    assert_eq!(config.trusted_proxy.len(), 2);
}

#[test]
fn a_certificate_is_two_files() {
    let config = load(&[("tls", "/c.pem,/k.pem")], &[]).unwrap();
    assert_eq!(config.tls, TlsChoice::Files { cert: "/c.pem".into(), key: "/k.pem".into() });
    for half in ["/c.pem", "/c.pem,", ",/k.pem"] {
        assert!(load(&[("tls", half)], &[]).unwrap_err().contains("CERT,KEY"), "{half}");
    }
}

#[test]
fn an_engine_elsewhere_has_tls_or_is_allowed_to_have_none() {
    let engine = ("engine", "tcp://192.0.2.1:2375");
    let address = |flags: &[_]| load(flags, &[]).unwrap().engine_address();
    assert!(address(&[engine]).unwrap_err().to_string().contains("has no TLS"));
    let found = address(&[engine, ("allow-insecure-tcp", "true")]).unwrap();
    assert_eq!(found.address.to_string(), "tcp://192.0.2.1:2375");
}

#[test]
fn what_deployers_may_ask_for_is_kept_in_one_spelling() {
    let set =
        [("PIERHEAD_DEPLOY_CAPABILITY", "cap_net_admin, SYS_TIME"), ("PIERHEAD_DEPLOY_PORTS", "8000-8999")];
    let config = load(&[("deploy-bind", "/srv/media/")], &set).unwrap();
    assert_eq!(config.deploy.capabilities, ["NET_ADMIN", "SYS_TIME"]);
    assert_eq!(config.deploy.host_ports, 8000..=8999);
    assert_eq!(config.deploy.bind_paths, ["/srv/media"]);
}

#[test]
fn what_is_wrong_is_said_with_where_it_stands() {
    let refused = |flags: &[_], environment: &[_], words: &[&str]| {
        let error = load(flags, environment).unwrap_err();
        assert!(words.iter().all(|word| error.contains(word)), "{error}");
    };
    refused(&[("listen", "8443")], &[], &["--listen", "8443", "127.0.0.1:8443"]);
    refused(&[], &[("PIERHEAD_LISTEN", "x")], &["PIERHEAD_LISTEN", "\"x\""]);
    refused(&[("tls", "on")], &[], &["--tls", "auto", "CERT,KEY"]);
    refused(&[("trusted-proxy", "10.0.0.0/99")], &[], &["--trusted-proxy", "10.0.0.0/99"]);
    refused(&[("public-url", "docker.example.org")], &[], &["--public-url", "https://"]);
    refused(&[("public-url", "https://a/b")], &[], &["--public-url"]);
    refused(&[("deploy-ports", "9-1")], &[], &["--deploy-ports", "1024-65535"]);
    refused(&[("deploy-capability", "all")], &[], &["--deploy-capability", "NET_ADMIN"]);
    refused(&[("deploy-bind", "/srv/../etc")], &[], &["--deploy-bind", "/srv/../etc"]);
    refused(&[("deploy-volume", "/srv")], &[], &["--deploy-volume", "/srv"]);
    refused(&[("log-level", "5")], &[], &["--log-level", "info"]);
    refused(&[], &[("PIERHEAD_ALLOW_PLAIN_HTTP", "maybe")], &["PIERHEAD_ALLOW_PLAIN_HTTP", "maybe"]);
    refused(&[("config", "/nowhere.toml")], &[], &["/nowhere.toml", "--config"]);
}

#[test]
fn what_is_wrong_in_the_file_is_said_with_its_name() {
    let refused = |content: &str, words: &[&str]| {
        let file = file(content);
        let path = file.path().to_str().unwrap();
        let error = load(&[("config", path)], &[]).unwrap_err();
        assert!(error.contains(path) && words.iter().all(|word| error.contains(word)), "{error}");
    };
    refused("\nlisten = ", &["line 2"]);
    refused("port = 1", &["\"port\""]);
    refused("public_url = \"https://a\"", &["\"public_url\"", "\"public-url\""]);
    refused("listen = 8443", &["listen", "127.0.0.1:8443"]);
    refused("listen = [8443]", &["listen", "a string or a number"]);
    refused("listen = \"nowhere\"", &["listen", "nowhere"]);
    refused("allow-plain-http = \"yes\"", &["allow-plain-http", "true or false"]);
    refused("config = \"a\"", &["config"]);
}

#[test]
fn plain_http_stays_on_loopback_unless_told_otherwise() {
    let off = ("tls", "off");
    assert!(load(&[off], &[]).unwrap_err().contains("--allow-plain-http"));
    load(&[off, ("listen", "127.0.0.1:80")], &[]).unwrap();
    load(&[off, ("listen", "[::1]:80")], &[]).unwrap();
    load(&[off, ("allow-plain-http", "true")], &[]).unwrap();
}

#[test]
fn an_origin_is_written_as_browsers_write_it() {
    let origin = |text| load(&[("public-url", text)], &[]).unwrap().public_url.unwrap();
    assert_eq!(origin("https://Docker.Example.org:443/"), "https://docker.example.org");
    assert_eq!(origin("http://nas:8080"), "http://nas:8080");
}

/// `PIERHEAD_UPDATE_GOLDEN=1 cargo test -p server documentation` writes the file anew.
#[test]
fn the_documentation_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
    if std::env::var_os("PIERHEAD_UPDATE_GOLDEN").is_some() {
        std::fs::write(path, reference()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        written,
        reference(),
        "write it anew: cargo run -p server -- config-reference > docs/configuration.md"
    );
}

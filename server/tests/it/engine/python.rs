//! docker's SDK for Python, as it is, through Pierhead.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use testbed::Registry;

use super::{House, connect::Connected, docker::REGISTRY_PORT};

const REQUIREMENTS: &str = "tests/it/engine/python/requirements.txt";
const LIFE: &str = "tests/it/engine/python/life.py";

/// Runs the script to its end. It takes an image and a name, and the rest from its environment; gives what it saw.
fn live(image: &str, name: &str, environment: &[(&str, &str)]) -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = testbed::python_packages(&here.join(REQUIREMENTS)).unwrap();
    let mut python = Command::new("python3");
    python.arg(here.join(LIFE)).args([image, name]).env("PYTHONPATH", packages).stdin(Stdio::null());
    // A machine's own authorities would stand in for those that the script names.
    for variable in [
        "DOCKER_TLS_VERIFY",
        "DOCKER_CERT_PATH",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "HTTPS_PROXY",
        "https_proxy",
    ] {
        python.env_remove(variable);
    }
    let output = python.envs(environment.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_python_sdk_lives_a_container_s_life_in_every_way() {
    let house = House::raw().await;
    let registry = Registry::start(&house.engine, REGISTRY_PORT).unwrap();
    let image = registry.push_web_image(&house.engine, "web:1", 2, "from the registry").unwrap();
    let server = house.encrypted().await;
    let [token, olga] = [server.token_of("ada", None).await, server.token_of("olga", None).await];
    let certificate = server.data().join("tls-cert.pem").display().to_string();
    let url = format!("https://{}", server.address);

    let on_the_socket = live(&image, "by-socket", &[("DOCKER_HOST", &house.engine.host())]);
    let url_of_docker = format!("{url}/docker");
    let header = |token| vec![("DOCKER_HOST", &*url_of_docker), ("TOKEN", token), ("CA", &*certificate)];
    let by_header = live(&image, "by-header", &header(&token));
    assert_eq!(by_header, on_the_socket);
    let connected = Connected::to(&url, &token, &["--ca", &certificate]);
    let by_connect = live(&image, "by-connect", &[("DOCKER_HOST", &connected.host())]);
    assert_eq!(by_connect, on_the_socket);
    let asked_anew = live(&image, "asked-anew", &[header(&olga), vec![("ANEW", "1")]].concat());
    let may = |line: &&str| !line.starts_with("as it is: ");
    let expected: Vec<_> = on_the_socket.lines().filter(may).collect();
    assert_eq!(asked_anew.lines().collect::<Vec<_>>(), expected);
    assert!(expected.len() >= 20, "{on_the_socket}");
}

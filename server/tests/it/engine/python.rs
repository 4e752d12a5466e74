//! docker's SDK for Python, as it is, through Pierhead.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use testbed::Registry;

use super::{House, connect::Connected};

const REQUIREMENTS: &str = "tests/it/engine/python/requirements.txt";
const LIFE: &str = "tests/it/engine/python/life.py";

/// Runs the script to its end. It takes an image and a name, and the rest from its environment.
fn live(image: &str, name: &str, environment: &[(&str, &str)]) {
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
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_python_sdk_lives_a_container_s_life_with_a_header_and_through_connect() {
    let house = House::raw().await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    let image = registry.push_web_image(&house.engine, "web:1", 2, "from the registry").unwrap();
    let server = house.encrypted().await;
    let token = server.token_of("ada", None).await;
    let certificate = server.data().join("tls-cert.pem").display().to_string();
    let url = format!("https://{}", server.address);

    live(
        &image,
        "by-header",
        &[("DOCKER_HOST", &format!("{url}/docker")), ("TOKEN", &token), ("CA", &certificate)],
    );
    let connected = Connected::to(&url, &token, &["--ca", &certificate]);
    live(&image, "by-connect", &[("DOCKER_HOST", &connected.host())]);
}

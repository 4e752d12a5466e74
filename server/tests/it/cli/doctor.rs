//! pierhead doctor

use super::run;
use crate::running::Running;

#[test]
fn no_engine_is_told_with_what_to_do_and_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(&["doctor", "--engine", "unix:///nowhere/docker.sock"], folder.path(), "");
    assert_eq!(said.0.status.code(), Some(1));
    let text = String::from_utf8(said.0.stdout).unwrap();
    assert!(text.contains("unix:///nowhere/docker.sock") && text.contains("There is no socket"), "{text}");
}

#[tokio::test]
async fn a_running_server_is_healthy_and_a_missing_one_is_not() {
    let server =
        Running::with(tempfile::tempdir().unwrap(), |config| config.tls = server::TlsChoice::Auto).await;
    let (address, data) = (server.address.to_string(), server.data());
    let ask = {
        let (address, data) = (address.clone(), data.clone());
        move || run(&["doctor", "--server", "--listen", &address], &data, "")
    };
    let said = tokio::task::spawn_blocking(ask.clone()).await.unwrap().succeeded();
    assert!(said.contains("healthy"), "{said}");
    let _folder = server.stop().await;
    let said = tokio::task::spawn_blocking(ask).await.unwrap();
    assert_eq!(said.0.status.code(), Some(1));
}

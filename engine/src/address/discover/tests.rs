use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// Docker's folder, with a context `far` (TLS), a context `near`, and one that doesn't verify.
struct DockerFolder(PathBuf);

impl DockerFolder {
    fn new(current: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("pierhead-contexts-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        folder.write("config.json", &format!(r#"{{"auths":{{}},"currentContext":"{current}"}}"#));
        // The folders' names are what docker itself makes of the contexts' names.
        for (hash, meta) in [
            (
                FAR,
                r#"{"Name":"far","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://far.example:2376","SkipTLSVerify":false}}}"#,
            ),
            (NEAR, r#"{"Name":"near","Endpoints":{"docker":{"Host":"unix:///near.sock"}}}"#),
            (
                BLIND,
                r#"{"Name":"blind","Endpoints":{"docker":{"Host":"tcp://far.example:2376","SkipTLSVerify":true}}}"#,
            ),
        ] {
            folder.write(&format!("contexts/meta/{hash}/meta.json"), meta);
        }
        folder.write(&format!("contexts/tls/{FAR}/docker/ca.pem"), "");
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn environment(&self) -> Environment {
        Environment { docker_config: Some(self.0.clone()), ..Default::default() }
    }
}

impl Drop for DockerFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FAR: &str = "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";
const NEAR: &str = "46ba34770bccfde756708d47d83fb7c8257fe8a4b3a35f25d385a8284021f476";
const BLIND: &str = "e5b84c89f624a40cdfdc0c6da3c9f0b47ce587edae0117b8c8b7c0a9523db5c4";

fn unix(path: &str) -> Address {
    Address::Unix(path.into())
}

#[test]
fn what_was_said_last_and_nearest_counts() {
    let folder = DockerFolder::new("near");
    let mut environment = folder.environment();
    let mut check = |change: &dyn Fn(&mut Environment), address: Address, source: Source| {
        change(&mut environment);
        assert_eq!(environment.discover().unwrap(), Found { address, source });
    };
    check(&|_| {}, unix("/near.sock"), Source::Context("near".into()));
    let tls = Some(TlsFiles { folder: folder.0.join(format!("contexts/tls/{FAR}/docker")) });
    let far = Address::Tcp { host: "far.example".into(), port: 2376, tls };
    check(&|it| it.docker_context = Some("far".into()), far, Source::Context("far".into()));
    check(&|it| it.docker_context = Some("default".into()), Address::default(), Source::Default);
    check(&|it| it.docker_host = Some("unix:///host.sock".into()), unix("/host.sock"), Source::DockerHost);
    check(&|it| it.explicit = Some("unix:///said.sock".into()), unix("/said.sock"), Source::Explicit);
}

#[test]
fn without_a_word_it_is_the_usual_socket() {
    let empty = DockerFolder::new("");
    for environment in [Environment::default(), empty.environment()] {
        let expected = Found { address: Address::default(), source: Source::Default };
        assert_eq!(environment.discover().unwrap(), expected);
    }
}

#[test]
fn what_the_surroundings_say_and_cannot_be_used_is_kept_and_nothing_else_is_tried() {
    let check = |folder: &DockerFolder, words: &[&str]| {
        let why = unusable(&folder.environment());
        assert!(words.iter().all(|word| why.contains(word)), "{why}");
    };
    check(&DockerFolder::new("lost"), &["\"lost\"", "there is no such context"]);
    check(&DockerFolder::new("blind"), &["\"blind\"", "SkipTLSVerify"]);
    let broken = DockerFolder::new("near");
    broken.write(&format!("contexts/meta/{NEAR}/meta.json"), "{");
    check(&broken, &["\"near\"", "EOF"]);
    broken.write("config.json", "nonsense");
    check(&broken, &["config.json can't be read"]);
    let host = |text: &str| Environment { docker_host: Some(text.into()), ..Default::default() };
    assert!(unusable(&host("ssh://me@host")).contains("ssh isn't spoken here"));
}

#[test]
fn what_was_said_to_us_and_cannot_be_used_is_an_error() {
    let environment = Environment { explicit: Some("ssh://me@host".into()), ..Default::default() };
    assert!(matches!(environment.discover(), Err(InvalidAddress::Form { .. })));
}

/// Why what the surroundings name can't be used.
fn unusable(environment: &Environment) -> String {
    match environment.discover().unwrap().address {
        Address::Unusable(why) => why.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_files_for_tls_are_where_the_environment_says() {
    let mut environment = Environment {
        docker_host: Some("tcp://far.example".into()),
        docker_config: Some("/home/anna/.docker".into()),
        docker_tls_verify: Some("1".into()),
        ..Default::default()
    };
    let at = |environment: &Environment| match environment.discover().unwrap().address {
        Address::Tcp { tls: Some(files), port: 2376, .. } => files.folder,
        other => panic!("{other:?}"),
    };
    assert_eq!(at(&environment), PathBuf::from("/home/anna/.docker"));
    environment.docker_cert_path = Some("/certs".into());
    assert_eq!(at(&environment), PathBuf::from("/certs"));
    environment.docker_cert_path = None;
    environment.docker_tls_verify = Some(String::new());
    assert!(unusable(&environment).contains("has no TLS"), "empty is no");
}

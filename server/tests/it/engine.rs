//! The server with a real engine behind it.

/// A test of the oldest engine that is still met, and of the newest.
macro_rules! on_both_releases {
    ($name:ident) => {
        mod $name {
            use testbed::Release;

            #[tokio::test(flavor = "multi_thread")]
            async fn old_engine() {
                super::$name(Release::V20).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn new_engine() {
                super::$name(Release::V28).await;
            }
        }
    };
}

mod audit;
mod between;
mod bodies;
mod connect;
mod containers;
mod disk;
mod docker;
mod ends;
mod events;
mod full_disk;
mod gone;
mod held;
mod images;
mod isolation;
mod jobs;
mod labels;
mod lists;
mod live;
mod made;
mod networks;
mod openapi;
mod page;
mod proof;
mod pulls;
mod python;
mod redaction;
mod roles;
mod runs;
mod scopes;
mod stacks;
mod versions;
mod volumes;
mod warnings;

use std::time::Duration;

use gate::Role;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use testbed::{Engine, Relay, Release};
use tokio::time::{sleep, timeout};

use crate::{
    client::{Answer, Client},
    running::{Running, with_people},
};

/// Longer than anything here takes.
const SOON: Duration = Duration::from_secs(60);

/// One of each role.
pub(crate) const PEOPLE: [(&str, Role); 3] =
    [("vera", Role::Viewer), ("otto", Role::Operator), ("ada", Role::Admin)];

/// An engine with busybox on it, and a server for it with three people: vera, otto and ada.
struct House {
    engine: Engine,
    server: Running,
    /// With ada's token: an admin.
    ada: Client,
}

impl House {
    async fn new(release: Release) -> Self {
        Self::with(release, |_| {}).await
    }

    /// With other settings.
    async fn with(release: Release, change: impl FnOnce(&mut server::Config)) -> Self {
        Self::on(Engine::start(release).unwrap(), change).await
    }

    /// On an engine whose answers can be kept away.
    async fn behind_a_relay(release: Release) -> (Self, Relay) {
        let engine = Engine::start(release).unwrap();
        let relay = Relay::start(engine.home().join("relay.sock"), &engine.socket()).unwrap();
        let address = relay.address();
        (Self::on(engine, |config| config.engine = Some(address)).await, relay)
    }

    /// On an engine that isn't as usual.
    async fn on(engine: Engine, change: impl FnOnce(&mut server::Config)) -> Self {
        engine.import_busybox().unwrap();
        let folder = with_people(&PEOPLE).await;
        let host = engine.host();
        let settings = |config: &mut server::Config| {
            config.engine = Some(host);
            change(config);
        };
        let server = Running::with(folder, settings).await;
        let ada = Client::with_token(server.address, &server.token_of("ada", None).await);
        let mut house = Self { engine, server, ada };
        house.until_seen().await;
        house
    }

    async fn client_with_token_of(&self, name: &str) -> Client {
        Client::with_token(self.server.address, &self.server.token_of(name, None).await)
    }

    /// Waits until the server has seen the engine.
    async fn until_seen(&mut self) {
        self.until_answered("/api/containers", |answer| answer.status == StatusCode::OK).await;
    }

    /// Waits until ada is answered as expected; gives the answer.
    async fn until_answered(&mut self, path: &str, expected: impl Fn(&Answer) -> bool) -> Answer {
        let answered = async {
            loop {
                let answer = self.ada.get(path).await;
                if expected(&answer) {
                    return answer;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(SOON, answered).await.unwrap_or_else(|_| panic!("{path} never answered as expected"))
    }

    fn docker(&self, arguments: &[&str]) -> String {
        self.engine.docker(arguments).unwrap()
    }

    /// A container that runs until it is stopped, made by the command line.
    fn run(&self, name: &str) -> String {
        self.docker(&["run", "--detach", "--init", "--name", name, "busybox", "sleep", "1h"])
    }

    async fn list(&mut self, of: &str) -> Vec<Value> {
        let answer = self.ada.get(&format!("/api/{of}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        serde_json::from_str(&answer.text).unwrap()
    }

    /// Waits until a list has something of this name.
    async fn until_listed(&mut self, of: &str, name: &str) {
        let listed = async {
            while !self.list(of).await.iter().any(|row| row["name"] == name) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(SOON, listed).await.expect("it was never listed");
    }

    /// Waits until a list has nothing.
    async fn until_gone(&mut self, of: &str) {
        let gone = async {
            while !self.list(of).await.is_empty() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(SOON, gone).await.expect("something stayed");
    }

    /// The row of a container, as the list has it now.
    async fn row(&mut self, id: &str) -> Option<Value> {
        self.list("containers").await.into_iter().find(|row| row["id"] == id)
    }

    async fn state(&mut self, id: &str) -> String {
        self.row(id).await.map_or("none".into(), |row| row["state"].as_str().unwrap().to_owned())
    }

    /// Does something that must succeed, as ada.
    async fn does(&mut self, method: Method, path: &str, body: Value) -> Value {
        let answer = send(&mut self.ada, method, path, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap()
    }

    /// Tries something that must fail, as ada: the status, the message and the advice.
    async fn fails(&mut self, method: Method, path: &str, body: Value) -> (u16, String, String) {
        failure(&send(&mut self.ada, method, path, &body).await)
    }
}

async fn send(client: &mut Client, method: Method, path: &str, body: &Value) -> Answer {
    let request = Request::builder().method(method).uri(path);
    if body.is_null() {
        return client.send(request, "").await;
    }
    client.send(request.header("content-type", "application/json"), &body.to_string()).await
}

fn failure(answer: &Answer) -> (u16, String, String) {
    let body: Value = serde_json::from_str(&answer.text).unwrap_or_else(|_| json!({}));
    let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), text("message"), text("advice"))
}

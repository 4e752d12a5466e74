//! The same lines through `/docker`, as a deployer: how a body is read, and what is looked up around it, is the server's
//! own here, and the engine says what came of it.

use std::{path::Path, time::Duration};

use engine_api::operation::Operation::{self, *};
use gate::{Role, body::decide};
use http::{Method, Request};
use serde_json::Value;
use server::members::{Kind, volume_id};
use testbed::Release;
use tokio::time::{sleep, timeout};

use super::{Case, Verdict, cases, named, oracle::Made, town::Town};
use crate::{
    client::Client,
    engine::{SOON, ends::members_of, held::hire_kim},
    running::{Running, with_people},
};

/// A town with a server in front of it.
struct Served {
    town: Town,
    server: Running,
    /// A deployer of the stack that everything is in but what is others'.
    kim: Client,
}

impl Served {
    async fn new() -> Self {
        let town = Town::new(Release::V28);
        let folder = with_people(&[("ada", Role::Admin)]).await;
        let (host, limits) = (town.engine.host(), town.limits.clone());
        let server = Running::with(folder, |config| {
            config.engine = Some(host);
            config.deploy = limits;
        })
        .await;
        let token = hire_kim(&server, Role::Operator, "shop", "logs,exec,deploy").await;
        let kim = Client::with_token(server.address, &token);
        let served = Self { town, server, kim };
        served.furnish().await;
        served
    }

    /// Puts into kim's stack what isn't others', once the server has seen all of it.
    async fn furnish(&self) {
        let mut ada = Client::with_token(self.server.address, &self.server.token_of("ada", None).await);
        let seen = async {
            loop {
                let (containers, volumes) = (ada.get("/api/containers").await, ada.get("/api/volumes").await);
                if ["web", "bank"].iter().all(|name| containers.text.contains(name)) {
                    return volumes.json();
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        let volumes = timeout(SOON, seen).await.expect("the server never saw the town");
        let inspect = |path: &str| self.town.inspect(path)["Id"].as_str().unwrap().to_owned();
        let volume = |name: &str| {
            let row = volumes.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
            volume_id(name, Some(wire::Time(row["created"].as_i64().unwrap())))
        };
        self.adopt(vec![
            (Kind::Container, inspect("/containers/web/json")),
            (Kind::Network, inspect("/networks/front")),
            (Kind::Network, inspect("/networks/back")),
            (Kind::Image, self.town.image.to_string()),
            (Kind::Volume, volume("v1")),
            (Kind::Volume, volume("disguised")),
        ])
        .await;
    }

    async fn adopt(&self, things: Vec<(Kind, String)>) {
        members_of(&self.town.engine, &self.server).add("shop".parse().unwrap(), things).await.unwrap();
    }

    /// Runs a case, and says what went otherwise than it should.
    async fn run(&mut self, operation: Operation, case: &Case) -> Result<(), String> {
        let body = case.body.replace("@image@", &self.town.image.to_string());
        let mut place = self.town.place(operation);
        if operation == ContainerUpdate {
            let id = Path::new(&place.made[0]).file_name().unwrap().to_str().unwrap().to_owned();
            self.adopt(vec![(Kind::Container, id)]).await;
        }
        let (town, before, there) = (&self.town, place.look(&self.town), self.town.there());
        let execs = town.execs("web");
        let decided = decide(operation, body.as_bytes(), town, &town.limits);
        let request = Request::builder().method(Method::POST).uri(format!("/docker{}", place.path));
        let answer = self.kim.send(request.header("content-type", "application/json"), &body).await;
        let said = format!("{}: {}", answer.status, answer.text);
        let checked = match (case.verdict, decided) {
            (Verdict::Made, Ok(decided)) if answer.status.is_success() => {
                let told = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
                let sent = serde_json::from_slice(&decided.body).unwrap();
                Made::of(town, operation, &mut place, &told).is(town, &sent, &decided, &before)
            }
            (Verdict::Danger | Verdict::Refused, Err(_)) if answer.status.is_client_error() => {
                let after = town.there();
                let is_as_before = after == there && town.execs("web").is_subset(&execs);
                if is_as_before { Ok(()) } else { Err(format!("{said}; of {there} it made {after}")) }
            }
            _ => Err(said),
        };
        place.clear(town);
        checked
    }

    async fn all(&mut self, cases: impl Iterator<Item = (Operation, Case)>) -> usize {
        let (mut count, mut wrong) = (0, Vec::new());
        for (operation, case) in cases {
            count += 1;
            if let Err(text) = self.run(operation, &case).await {
                wrong.push(format!("{} {:?}: {}: {text}", operation.name(), case.verdict, case.what));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        count
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployer_gets_what_was_decided_or_nothing() {
    let mut served = Served::new().await;
    let creates = cases(include_str!("create.txt")).map(|(_, case)| (ContainerCreate, case));
    let others = cases(include_str!("others.txt")).map(|(of, case)| (named(of), case));
    // An exec is started by whoever made it, and here the town did.
    let others = others.filter(|(operation, _)| *operation != ExecStart);
    assert!(served.all(creates.chain(others)).await > 150);
}

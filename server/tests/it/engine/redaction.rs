//! What a viewer is shown through `/docker`: all that is there, and no value that may be a secret.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use engine_api::operation::Operation;
use gate::Role;
use http::{Request, StatusCode};
use serde_json::Value;
use testbed::Release;
use tokio::{io::AsyncReadExt, time::timeout};

use super::House;
use crate::client::Client;

/// In the value of whatever may hold a secret.
const CANARY: &str = "canary-5d21";

/// What a viewer may look at, by its path and query. `@` stands for a container, `#` for an image.
const LOOKS: &[(Operation, &str)] = {
    use Operation as O;
    &[
        (O::ContainerList, "/containers/json?all=1&size=1"),
        (O::ContainerInspect, "/containers/@/json?size=1"),
        (O::ContainerStats, "/containers/web/stats?stream=0"),
        (O::ImageList, "/images/json?all=1&manifests=1&digests=1"),
        (O::ImageInspect, "/images/#/json?manifests=1"),
        (O::ImageHistory, "/images/#/history"),
        (O::SystemInfo, "/info"),
        (O::SystemVersion, "/version"),
        (O::SystemPing, "/_ping"),
        (O::SystemPingHead, "/_ping"),
        (O::SystemEvents, "/events?since=1&until={now}"),
        (O::VolumeList, "/volumes"),
        (O::VolumeInspect, "/volumes/secret-data"),
        (O::NetworkList, "/networks"),
        (O::NetworkInspect, "/networks/secret-net?verbose=1"),
        (O::NodeList, "/nodes"),
        (O::NodeInspect, "/nodes/{node}"),
        (O::ServiceList, "/services?status=1"),
        (O::ServiceInspect, "/services/shop?insertDefaults=1"),
        (O::TaskList, "/tasks"),
        (O::TaskInspect, "/tasks/{task}"),
        (O::SecretList, "/secrets"),
        (O::SecretInspect, "/secrets/key"),
    ]
};

#[test]
fn all_that_a_viewer_may_look_at_is_looked_at() {
    for operation in Operation::ALL {
        let rule = gate::rule(*operation);
        let is_open = rule.without_secrets.unwrap_or(rule.role) == Role::Viewer && rule.grant.is_none();
        let is_looked_at = LOOKS.iter().any(|look| look.0 == *operation);
        assert_eq!(is_open, is_looked_at, "{}", operation.name());
    }
}

impl House {
    /// A canary in each place that may hold a secret.
    fn hide_canaries(&self) {
        let with = |text: &str| text.replace('~', CANARY);
        let docker = |arguments: &[&str]| {
            let arguments: Vec<_> = arguments.iter().map(|it| with(it)).collect();
            self.docker(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let base = docker(&["create", "busybox", "true"]);
        docker(&[
            "commit",
            "--message",
            "~",
            "--change",
            "ENV TOKEN=~",
            "--change",
            "LABEL note=~",
            "--change",
            "CMD [\"echo\", \"~\"]",
            "--change",
            "ONBUILD RUN login ~",
            "--change",
            "HEALTHCHECK CMD test ~",
            &base,
            "secret-image:1",
        ]);
        docker(&[
            "volume",
            "create",
            "--label",
            "note=~",
            "--opt",
            "type=tmpfs",
            "--opt",
            "device=tmpfs",
            "--opt",
            "o=size=1m,comment=~",
            "secret-data",
        ]);
        docker(&["network", "create", "--label", "note=~", "--opt", "com.example.note=~", "secret-net"]);
        docker(&[
            "run",
            "--detach",
            "--init",
            "--name",
            "web",
            "--network",
            "secret-net",
            "--env",
            "TOKEN=~",
            "--label",
            "note=~",
            "--label",
            "driver=~",
            "--label",
            "destination=~",
            "--label",
            "type=~",
            "--annotation",
            "note=~",
            "--health-cmd",
            "echo ~",
            "--health-interval",
            "1s",
            "--log-opt",
            "tag=~",
            "--entrypoint",
            "sh",
            "secret-image:1",
            "-c",
            ": ~; sleep 1h",
        ]);
        docker(&["create", "--name", "fails", "secret-image:1", "/~"]);
        let fails = self.engine.docker_command().unwrap().args(["start", "fails"]).output().unwrap();
        assert!(String::from_utf8_lossy(&fails.stderr).contains(CANARY));
        docker(&["swarm", "init", "--advertise-addr", "127.0.0.1"]);
        let node = docker(&["node", "ls", "--quiet"]);
        docker(&["node", "update", "--label-add", "note=~", &node]);
        let secret = with("~");
        self.engine
            .docker_with_input(
                &["secret", "create", "--label", &with("note=~"), "key", "-"],
                secret.as_bytes(),
            )
            .unwrap();
        docker(&[
            "service",
            "create",
            "--detach",
            "--name",
            "shop",
            "--env",
            "TOKEN=~",
            "--label",
            "note=~",
            "--container-label",
            "note=~",
            "--log-opt",
            "tag=~",
            "--secret",
            "key",
            "busybox:latest",
            "/~",
        ]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_canary_is_shown_to_a_viewer() {
    let house = House::new(Release::V28).await;
    house.hide_canaries();
    let task = async {
        loop {
            // One that has failed, and quotes its command.
            let tasks =
                house.docker(&["service", "ps", "--no-trunc", "--format", "{{.ID}} {{.Error}}", "shop"]);
            if let Some(task) = tasks.lines().find(|line| line.contains(CANARY)) {
                return task.split(' ').next().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let task = timeout(Duration::from_secs(60), task).await.expect("no task failed");
    let node = house.docker(&["node", "ls", "--quiet"]);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().to_string();
    let mut vera = house.client_with_token_of("vera").await;
    let mut otto = house.client_with_token_of("otto").await;
    for (operation, path) in LOOKS {
        let path = path.replace("{task}", &task).replace("{node}", &node).replace("{now}", &now);
        for (container, image) in [("web", "secret-image:1"), ("fails", "busybox")] {
            let path = path.replace('@', container).replace('#', image);
            let request = Request::builder().method(operation.method()).uri(format!("/docker{path}"));
            let answer = vera.send(request, "").await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
            assert!(!answer.text.contains(CANARY), "{path} shows a secret: {}", answer.text);
        }
    }
    // It is no matter of nothing being there.
    let seen: Value = serde_json::from_str(&vera.get("/docker/containers/web/json").await.text).unwrap();
    let whole: Value = serde_json::from_str(&otto.get("/docker/containers/web/json").await.text).unwrap();
    assert!(whole["Config"]["Env"][0].as_str().unwrap().contains(CANARY), "{whole}");
    for same in
        ["/Id", "/Name", "/Image", "/State/Status", "/Config/Image", "/HostConfig/NetworkMode", "/Created"]
    {
        assert_eq!(seen.pointer(same), whole.pointer(same), "{same}");
        assert!(seen.pointer(same).is_some(), "{same}");
    }
    assert_eq!(seen["Config"]["Env"][0], "TOKEN=***");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_event_tells_a_canary() {
    let house = House::new(Release::V28).await;
    house.hide_canaries();
    for name in ["vera", "otto"] {
        let mut events = house.begin(&house.server.token_of(name, None).await, "GET /events", false).await;
        house.docker(&["exec", "web", "echo", CANARY]);
        house.docker(&["stop", "--time", "0", "web"]);
        house.docker(&["start", "web"]);
        house.docker(&["pause", "web"]);
        house.docker(&["unpause", "web"]);
        let heard = async {
            let mut heard = String::new();
            while !heard.contains("\"unpause\"") {
                let mut bytes = [0; 4096];
                let read = events.read(&mut bytes).await.unwrap();
                assert!(read > 0, "the events ended: {heard}");
                heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
            heard
        };
        let heard = timeout(Duration::from_secs(20), heard).await.expect("the last event never came");
        assert!(heard.contains("exec_create") && heard.contains("exec_die"), "{heard}");
        assert!(!heard.contains(CANARY), "{name} hears: {heard}");

        // The engine compares beginnings: what an event quotes could be guessed.
        let mut client = Client::with_token(house.server.address, &house.server.token_of(name, None).await);
        let asked = async |client: &mut Client, event: &str| {
            let filters = format!(r#"{{"event":["health_status","{event}"]}}"#);
            let filters =
                filters.replace('{', "%7B").replace('}', "%7D").replace('"', "%22").replace(' ', "%20");
            let answer = client.get(&format!("/docker/events?since=1&until=2&filters={filters}")).await;
            (answer.status.as_u16(), answer.text)
        };
        for guess in ["exec_create: echo c", "exec_start: echo", "exec_create:", "x: y"] {
            let (status, text) = asked(&mut client, guess).await;
            assert!(status == 400 && text.contains("what an event quotes"), "{guess}: {status} {text}");
        }
        for known in ["exec_create", "die", "health_status: unhealthy"] {
            assert_eq!(asked(&mut client, known).await.0, 200, "{known}");
        }
    }
}

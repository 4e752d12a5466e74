//! What is done is written down: before the engine hears of it, and after.

use std::time::Duration;

use http::{Method, Request, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};
use testbed::{Registry, Release};

use super::{House, send};
use crate::cli::run;

const SECRET: &str = "canary-77ab-variable";

impl House {
    /// All records, as `pierhead audit export` writes them, but for those of the commands that prepare a test.
    pub(super) fn records(&self) -> Vec<Value> {
        let text = run(&["audit", "export"], &self.server.data(), "").succeeded();
        let records = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        records.filter(|record| record["person"] != "command line").collect()
    }

    async fn until_written(&self, records: usize) {
        let written = async {
            while self.records().len() < records {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), written).await.expect("it was never written");
    }

    pub(super) fn database(&self) -> Connection {
        Connection::open(self.server.data().join("pierhead.db")).unwrap()
    }
}

/// The intents with how each ended: who, what, to what, what was asked, what came back.
pub(super) fn deeds(records: &[Value]) -> Vec<[String; 5]> {
    let text = |record: &Value, key: &str| record[key].as_str().unwrap().to_owned();
    let end = |intent: &Value| {
        let result = records.iter().find(|record| record["intent"] == intent["seq"]);
        result.map_or("nothing yet".into(), |result| text(result, "said"))
    };
    let intents = records.iter().filter(|record| record["intent"].is_null());
    intents
        .map(|it| [text(it, "person"), text(it, "operation"), text(it, "object"), text(it, "said"), end(it)])
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_written_down_with_its_end() {
    let mut house = House::new(Release::V28).await;
    let id = house.run("web");
    let mut otto = house.client_with_token_of("otto").await;
    let stop = format!("/api/containers/{id}/stop");
    assert_eq!(send(&mut otto, Method::POST, &stop, &json!({})).await.status, StatusCode::OK);
    house.fails(Method::POST, &format!("/api/containers/{id}/unpause"), json!({})).await;
    house.list("containers").await;

    let records = house.records();
    let [stopped, unpaused] = &deeds(&records)[..] else { panic!("{records:?}") };
    assert_eq!(stopped[..3], ["otto", "ContainerStop", &*id]);
    assert_eq!(stopped[3..], [format!("POST /containers/{id}/stop"), "done".into()]);
    assert_eq!(unpaused[..3], ["ada", "ContainerUnpause", &*id]);
    assert!(unpaused[4].starts_with("failed: ") && unpaused[4].contains("is not paused"), "{unpaused:?}");
    assert!(records[0]["through"].as_str().unwrap().starts_with("token "), "{}", records[0]);

    let said = run(&["audit", "verify"], &house.server.data(), "").succeeded();
    let last = records[3]["hash"].as_str().unwrap();
    assert!(said.starts_with("Records 1 to 4, unbroken.") && said.contains(last), "{said}");
    run(&["audit", "verify", "--expect", last], &house.server.data(), "").succeeded();
    let other = "ab".repeat(32);
    run(&["audit", "verify", "--expect", &other], &house.server.data(), "")
        .failed(1, &["no record has the hash"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_since_a_container_is_gone_is_written_down_too() {
    let mut house = House::new(Release::V28).await;
    let id = house.run("web");
    house.docker(&["rm", "--force", "web"]);
    run(&["user", "scope", "otto", "everything", "deploy"], &house.server.data(), "").succeeded();
    let mut otto = house.client_with_token_of("otto").await;
    let container = format!("/api/containers/{id}");
    let post = |verb| (Method::POST, format!("{container}/{verb}"));
    let removal = (Method::DELETE, container.clone());
    for (method, path) in ["stop", "restart", "kill", "rename"].map(post).into_iter().chain([removal]) {
        let name = if path.ends_with("rename") { json!({"name": "shop"}) } else { json!({}) };
        house.fails(method.clone(), &path, name.clone()).await;
        assert_eq!(send(&mut otto, method, &path, &name).await.status, StatusCode::NOT_FOUND, "{path}");
    }

    let deeds = deeds(&house.records());
    let operations = deeds.iter().map(|it| (&*it[0], &*it[1])).collect::<Vec<_>>();
    let acts = ["ContainerStop", "ContainerRestart", "ContainerKill", "ContainerRename", "ContainerDelete"];
    let of_each = acts.map(|it| [("ada", it), ("otto", it)]);
    assert_eq!(operations, of_each.concat());
    assert!(
        deeds.iter().all(|it| it[4].starts_with("failed: ") && it[4].contains("No such container")),
        "{deeds:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_secrets_is_written_down_and_no_secret_is() {
    let mut house = House::new(Release::V28).await;
    let spec = json!({
        "image": "busybox",
        "name": "db",
        "command": ["sleep", SECRET],
        "env": [{"name": "PASSWORD", "value": SECRET}],
        "labels": [["token", SECRET]],
    });
    house.does(Method::POST, "/api/containers", json!({"spec": spec, "start": false})).await;
    let created = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            let rows = house.list("containers").await;
            if let Some(row) = rows.into_iter().find(|row| row["name"] == "db") {
                return row["id"].as_str().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let id = created.await.expect("the container was never listed");
    let detail = format!("/api/containers/{id}");
    for _ in 0..3 {
        assert!(house.ada.get(&detail).await.text.contains(SECRET));
    }
    let mut vera = house.client_with_token_of("vera").await;
    assert!(!vera.get(&detail).await.text.contains(SECRET));
    // The engine quotes the command that it can't start.
    let start = format!("/api/containers/{}/start", house.docker(&["create", "busybox", SECRET]));
    let (_, message, _) = house.fails(Method::POST, &start, json!({})).await;
    assert!(message.contains(SECRET), "{message}");

    let records = house.records();
    let deeds = deeds(&records);
    let what: Vec<_> = deeds.iter().map(|deed| (deed[0].as_str(), deed[1].as_str())).collect();
    // Not each look of one who keeps looking, and not that of one who is shown no secret.
    assert_eq!(
        what,
        [("ada", "ContainerCreate"), ("ada", "ContainerInspect"), ("ada", "ContainerStart")],
        "{records:?}"
    );
    assert!(
        deeds[2][4].starts_with("failed: ") && deeds[2][4].contains("executable file not found"),
        "{deeds:?}"
    );
    assert!(
        deeds[0][3].contains("\"Env\":[\"PASSWORD\"]") && deeds[0][3].contains("busybox"),
        "{}",
        deeds[0][3]
    );
    let text = serde_json::to_string(&records).unwrap();
    assert!(!text.contains(SECRET), "{text}");
}

/// Environments of images, options of volumes and of networks are looked at as those of containers are.
#[tokio::test(flavor = "multi_thread")]
async fn looking_at_secrets_of_whatever_has_them_is_written_down() {
    let house = House::new(Release::V28).await;
    let secret = ["--label", &format!("token={SECRET}")].map(str::to_owned);
    let make = |of: &str| house.docker(&[of, "create", &secret[0], &secret[1], "data"]);
    let (network, _) = (make("network"), make("volume"));
    let change = format!("ENV PASSWORD={SECRET}");
    let container = house.docker(&["create", "busybox"]);
    let image = house.docker(&["commit", "--change", &change, &container, "secretive"]);
    let addresses = [
        "images/secretive/json",
        "images/secretive/history",
        "volumes/data",
        "volumes",
        "networks/data",
        "networks",
    ];
    for name in ["otto", "vera"] {
        let mut client = house.client_with_token_of(name).await;
        for at in addresses.iter().chain(&addresses) {
            let answer = client.get(&format!("/docker/{at}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{at}: {}", answer.text);
            let shows = name == "otto" && *at != "images/secretive/history";
            assert_eq!(answer.text.contains(SECRET), shows, "{name} {at}: {}", answer.text);
        }
    }
    let deeds = deeds(&house.records());
    let looks: Vec<_> = deeds.iter().map(|deed| [&*deed[0], &*deed[1], &*deed[2]]).collect();
    assert_eq!(
        looks,
        [
            ["otto", "ImageInspect", &image],
            ["otto", "ImageHistory", &image],
            ["otto", "VolumeInspect", "data"],
            ["otto", "VolumeList", ""],
            ["otto", "NetworkInspect", &network],
            ["otto", "NetworkList", ""],
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_that_is_read_is_written_down() {
    let mut house = House::new(Release::V28).await;
    house.run("web");
    let paths = ["/bin/busybox", "/etc", "/etc", "/bin"];
    for path in paths {
        let at = format!("/docker/containers/web/archive?path={path}");
        let answer = house.ada.send(Request::head(at), "").await;
        assert!(answer.status == 200 || answer.status == 404, "{}", answer.status);
    }
    for tail in ["1", "2"] {
        let at = format!("/docker/containers/web/logs?stdout=true&tail={tail}");
        assert_eq!(house.ada.get(&at).await.status, StatusCode::OK);
    }
    let deeds = deeds(&house.records());
    let asked: Vec<_> = deeds.iter().map(|deed| (&*deed[1], &*deed[3])).collect();
    assert_eq!(asked.len(), 6, "{asked:?}");
    for ((operation, asked), path) in asked.iter().zip(paths) {
        assert!(*operation == "ContainerArchiveInfo" && asked.ends_with(&path), "{asked}");
    }
    assert_eq!([asked[4].0, asked[5].0], ["ContainerLogs"; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_changed_or_taken_out_is_found() {
    let mut house = House::new(Release::V28).await;
    let id = house.run("web");
    for verb in ["pause", "unpause", "stop"] {
        house.does(Method::POST, &format!("/api/containers/{id}/{verb}"), json!({})).await;
    }
    let data = house.server.data();
    let database = house.database();
    let changed = database.execute("UPDATE audit SET person = 'otto' WHERE seq = 3", []);
    assert!(changed.unwrap_err().to_string().contains("never changed"));

    database
        .execute_batch("DROP TRIGGER audit_stays; UPDATE audit SET person = 'otto' WHERE seq = 3")
        .unwrap();
    run(&["audit", "verify"], &data, "").failed(1, &["record 3 was changed"]);
    database.execute("UPDATE audit SET person = 'ada' WHERE seq = 3", []).unwrap();
    run(&["audit", "verify"], &data, "").succeeded();
    database.execute("DELETE FROM audit WHERE seq IN (3, 4)", []).unwrap();
    run(&["audit", "verify"], &data, "").failed(1, &["missing between 2 and 5"]);
    database.execute("DELETE FROM audit WHERE seq < 5", []).unwrap();
    run(&["audit", "verify"], &data, "").failed(1, &["records before 5 are missing"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_says_so() {
    let mut house = House::new(Release::V28).await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    // An engine that is stopped in the middle never ends the pull by itself.
    let reference = format!("{}/never:1", registry.address());
    house.engine.pause().unwrap();
    let started = house.does(Method::POST, "/api/images", json!({"reference": reference})).await;
    // What is cancelled before the engine could hear of it is in no record.
    house.until_written(1).await;
    let cancel = format!("/api/jobs/{}", started["job"]);
    house.does(Method::DELETE, &cancel, Value::Null).await;
    house.engine.resume().unwrap();
    house.until_written(2).await;
    let records = house.records();
    assert_eq!(
        deeds(&records)[0][1..],
        [
            "ImageCreate".into(),
            reference.clone(),
            deeds(&records)[0][3].clone(),
            "given up before its end".into()
        ]
    );
}

/// Of a push or a pull the engine answers 200 before it has begun, and tells in the last line that it failed.
#[tokio::test(flavor = "multi_thread")]
async fn what_fails_after_a_good_beginning_is_written_down_as_failed() {
    let mut house = House::raw().await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    let [there, nowhere] = [registry.address(), "127.0.0.1:5999".into()].map(|it| format!("{it}/web"));
    for name in [&there, &nowhere] {
        house.docker(&["tag", "busybox", &format!("{name}:1")]);
        let push =
            Request::post(format!("/docker/images/{name}/push?tag=1")).header("x-registry-auth", "e30=");
        let answer = house.ada.send(push, "").await;
        assert_eq!((answer.status.as_u16(), answer.text.contains("errorDetail")), (200, name == &nowhere));
    }
    house.until_written(4).await;
    let records = house.records();
    let [pushed, refused] = &deeds(&records)[..] else { panic!("{records:?}") };
    assert_eq!((&*pushed[1], &*pushed[2], &*pushed[4]), ("ImagePush", &*there, "the engine answered 200 OK"));
    assert_eq!((&*refused[1], &*refused[2]), ("ImagePush", &*nowhere));
    assert!(refused[4].starts_with("failed: ") && refused[4].contains("refused"), "{refused:?}");
}

/// What passes as it is, is the most dangerous of all: its record tells as much, and is found by the same names.
#[tokio::test(flavor = "multi_thread")]
async fn what_passes_as_it_is_is_written_down_with_what_it_asks_for() {
    let mut house = House::raw().await;
    let body = json!({
        "Image": "busybox", "Cmd": ["sleep", "1h"], "Env": [format!("TOKEN={SECRET}")],
        "HostConfig": {"Privileged": true, "Binds": ["/:/host"]},
    });
    let made = send(&mut house.ada, Method::POST, "/docker/containers/create?name=web", &body).await;
    let id = made.json()["Id"].as_str().unwrap_or_else(|| panic!("{}", made.text)).to_owned();
    house.until_listed("containers", "web").await;
    for named in ["web", &id[..12]] {
        send(&mut house.ada, Method::POST, &format!("/docker/containers/{named}/start"), &Value::Null).await;
    }
    let long = json!({"Name": "x".repeat(3 << 20)});
    let refused = send(&mut house.ada, Method::POST, "/docker/volumes/create", &long).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);

    let records = house.records();
    let text = serde_json::to_string(&records).unwrap();
    assert!(!text.contains(SECRET), "{text}");
    let [created, by_name, by_start] = &deeds(&records)[..] else { panic!("{records:?}") };
    assert_eq!((&*created[1], &*created[2]), ("ContainerCreate", "web"));
    for told in [r#""Privileged":true"#, r#""Binds":["/:/host"]"#, r#""Env":["TOKEN"]"#] {
        assert!(created[3].contains(told), "{told}: {}", created[3]);
    }
    assert_eq!((&*by_name[1], &*by_name[2]), ("ContainerStart", "web"));
    assert_eq!((&*by_start[1], &by_start[2]), ("ContainerStart", &id));
    let found = house.ada.get(&format!("/api/audit?object={id}&exact=true&also=web")).await.json();
    assert_eq!(found["rows"].as_array().map(Vec::len), Some(3), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_written_nothing_is_done() {
    let mut house = House::new(Release::V28).await;
    let id = house.run("web");
    let database = house.database();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (status, message, _) =
        house.fails(Method::POST, &format!("/api/containers/{id}/stop"), json!({})).await;
    assert_eq!(status, 503, "{message}");
    // A look that couldn't be written down doesn't count for the next one.
    for _ in 0..2 {
        let answer = house.ada.get(&format!("/api/containers/{id}")).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
    }
    assert_eq!(house.docker(&["inspect", "--format", "{{.State.Status}}", "web"]), "running");
    database.execute_batch("ROLLBACK").unwrap();
    house.does(Method::POST, &format!("/api/containers/{id}/stop"), json!({})).await;
}

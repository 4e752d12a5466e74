//! What is made through `/docker` below admin: whose it is from then on, what is written down of it, and that nothing
//! is left of what couldn't be put into a stack.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    sync::{Arc, Mutex},
    time::Duration,
};

use engine_api::operation::Operation as O;
use gate::Role;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::members::Kind;
use testbed::{Engine, Options, Registry, Release};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};

use super::{House, audit::deeds, between::Between, isolation::ask, send};
use crate::cli::run;
use crate::client::Client;

const GRANTS: &str = "logs,exec,deploy,files";
const CANARY: &str = "canary-9e04";

fn id_of(text: &str) -> String {
    let made: Value = serde_json::from_str(text).unwrap();
    made["Id"].as_str().unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exec_is_its_makers() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let kam = house.with_stack("kam", Role::Operator, "web", GRANTS).await;
    let id = house.run("mine");
    house.adopt("web", Kind::Container, &id).await;
    let client = |token: &str| Client::with_token(house.server.address, token);
    let (mut kim, mut kim_again, mut kam) =
        (client(&kim), client(&house.server.token_of("kim", None).await), client(&kam));
    let made =
        ask(&mut kim, O::ContainerExec, "/containers/mine/exec", r#"{"Cmd":["sleep","1h"],"Tty":true}"#)
            .await;
    let exec = id_of(&made.text);
    let (start, resize, inspect) = (
        format!("/exec/{exec}/start"),
        format!("/exec/{exec}/resize?h=10&w=10"),
        format!("/exec/{exec}/json"),
    );
    let detached = r#"{"Detach":true,"Tty":true}"#;
    // Of the same stack, and with the same grants; and by its beginning it is nobody's.
    for (operation, target, body) in
        [(O::ExecStart, &start, detached), (O::ExecResize, &resize, ""), (O::ExecInspect, &inspect, "")]
    {
        let answer = ask(&mut kam, operation, target, body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}: {}", answer.text);
        let short = target.replace(&exec, &exec[..12]);
        let answer = ask(&mut kim, operation, &short, body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{short}: {}", answer.text);
    }
    let answer = ask(&mut kim_again, O::ExecStart, &start, detached).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let answer = ask(&mut kim, O::ExecResize, &resize, "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let said = ask(&mut kim, O::ExecInspect, &inspect, "").await;
    assert!(said.text.contains("\"Running\":true"), "{}", said.text);
    // It is within its container: when that is out of reach, so is what runs in it.
    house.members().dissolve("web".parse().unwrap()).await.unwrap();
    let answer = ask(&mut kim, O::ExecInspect, &inspect, "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_anew_is_written_down_without_secrets() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    let mut client = Client::with_token(house.server.address, &kim);
    let create = format!(
        r#"{{"Image":"busybox","Cmd":["sleep","{CANARY}"],"Env":["A={CANARY}"],"Labels":{{"a":"{CANARY}"}},
        "Healthcheck":{{"Test":["CMD","{CANARY}"]}}}}"#
    );
    let exec = format!(r#"{{"Cmd":["echo","{CANARY}"],"Env":["A={CANARY}"]}}"#);
    let made = ask(&mut client, O::ContainerCreate, "/containers/create?name=mine", &create).await;
    let id = id_of(&made.text);
    let answer = ask(&mut client, O::ContainerExec, "/containers/mine/exec", &exec).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "it doesn't run: {}", answer.text);
    let refused = create.replace("\"Image\"", "\"HostConfig\":{\"Privileged\":true},\"Image\"");
    let answer = ask(&mut client, O::ContainerCreate, "/containers/create", &refused).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.text.contains(CANARY), "{}", answer.text);
    ask(&mut client, O::ContainerDelete, "/containers/mine", "").await;

    let records = house.records();
    let deeds = deeds(&records);
    let what: Vec<_> = deeds.iter().map(|it| [it[0].as_str(), &it[1], &it[2], &it[4]]).collect();
    assert_eq!(
        what,
        [
            ["kim", "ContainerCreate", "mine", "the engine answered 201 Created"],
            ["kim", "ContainerExec", &id, "the engine answered 409 Conflict"],
            ["kim", "ContainerDelete", &id, "the engine answered 204 No Content"],
        ]
    );
    assert_eq!(records.len(), 6, "each has an end: {records:?}");
    assert!(deeds[0][3].starts_with("POST /containers/create?name=mine "), "{}", deeds[0][3]);
    let text = serde_json::to_string(&records).unwrap();
    assert!(!text.contains(CANARY), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_put_into_a_stack_is_taken_back() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    let mut client = Client::with_token(house.server.address, &kim);
    let requests = [
        (
            O::ContainerCreate,
            "/containers/create?name=mine",
            r#"{"Image":"busybox","Volumes":{"/anonymous":{}},"HostConfig":{"Binds":["named:/named"]}}"#,
        ),
        (O::VolumeCreate, "/volumes/create", r#"{"Name":"mine"}"#),
        (O::NetworkCreate, "/networks/create", r#"{"Name":"mine"}"#),
    ];
    let database = house.database();
    let left = || {
        let volumes = house.docker(&["volume", "ls", "--quiet"]);
        let networks = house.docker(&["network", "ls", "--quiet", "--filter", "name=mine"]);
        [house.docker(&["ps", "--all", "--quiet"]), volumes, networks]
    };

    // Nothing at all can be written: nothing is made.
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    for (operation, target, body) in requests {
        let answer = ask(&mut client, operation, target, body).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{target}: {}", answer.text);
    }
    database.execute_batch("ROLLBACK").unwrap();
    assert_eq!(left(), ["", "", ""]);

    // What belongs to a stack can't be written, though records can.
    database
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON members BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    for (operation, target, body) in requests {
        let answer = ask(&mut client, operation, target, body).await;
        assert!(answer.status.is_server_error(), "{target}: {} {}", answer.status, answer.text);
    }
    assert_eq!(left(), ["", "", ""]);
    // The page's way of making things takes them back, too; what was there before isn't taken away.
    for (path, body) in [("/api/volumes", r#"{"name":"mine"}"#), ("/api/networks", r#"{"name":"mine"}"#)] {
        let request = http::Request::post(path).header("content-type", "application/json");
        let answer = client.send(request, body).await;
        assert!(answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.text);
    }
    assert_eq!(left(), ["", "", ""]);
    database.execute_batch("DROP TRIGGER full").unwrap();
    for (operation, target, body) in requests {
        let answer = ask(&mut client, operation, target, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{target}: {}", answer.text);
    }
    assert_eq!(house.succeeds_as(&kim, &["ps", "--all", "--format", "{{.Names}}"]), "mine");
    assert_eq!(house.succeeds_as(&kim, &["volume", "ls", "--quiet", "--filter", "name=mine"]), "mine");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_for_somebody_who_has_gone_is_theirs() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    let body = r#"{"Image":"busybox"}"#;
    let request = format!(
        "POST /docker/containers/create HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        house.server.address,
        kim.trim(),
        body.len()
    );
    // Each stays a little longer, until some have gone after the engine was asked and before it answered.
    let mut stays = Duration::ZERO;
    while house.docker(&["ps", "--all", "--quiet"]).is_empty() {
        for _ in 0..20 {
            let mut stream = TcpStream::connect(house.server.address).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            tokio::time::sleep(stays).await;
            stays += Duration::from_micros(200);
        }
        assert!(stays < Duration::from_secs(1), "nothing was made for those who had gone");
    }
    let mut client = Client::with_token(house.server.address, &kim);
    let last = ask(&mut client, O::ContainerCreate, "/containers/create", body).await;
    assert_eq!(last.status, StatusCode::CREATED, "{}", last.text);
    let all = async {
        loop {
            let ended = deeds(&house.records()).iter().all(|deed| deed[4] != "nothing yet");
            let made = house.docker(&["ps", "--all", "--quiet"]);
            if ended && house.succeeds_as(&kim, &["ps", "--all", "--quiet"]) == made {
                return made.lines().count();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let made = timeout(Duration::from_secs(30), all).await.expect("something that was made is nobody's");
    assert!(made > 1, "{made}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_deployer_pulls_is_their_stacks_and_no_tag_of_others_moves() {
    // Docker Hub is behind this mirror, for this engine.
    let flags = vec!["--registry-mirror".to_owned(), "http://127.0.0.1:5000".to_owned()];
    let engine = Engine::start_with(Release::V28, Options { flags, ..Options::default() }).unwrap();
    let house = House::on(engine, |_| {}).await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    for (name, page) in [("library/web:1", "one"), ("library/web:2", "two")] {
        registry.push_web_image(&house.engine, name, 1, page).unwrap();
    }
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let lee = house.with_stack("lee", Role::Operator, "db", GRANTS).await;
    let names = "{{.Repository}}:{{.Tag}}";
    let images = |token: &str| house.succeeds_as(token, &["images", "--format", names]);

    house.succeeds_as(&kim, &["pull", "web:1"]);
    assert_eq!((images(&kim), images(&lee)), ("web:1".to_owned(), String::new()));
    house.succeeds_as(&kim, &["pull", "web:1"]);
    house.succeeds_as(&kim, &["run", "--rm", "web:1", "true"]);
    let before = house.docker(&["image", "inspect", "web:1"]);
    // For lee it isn't there, and still no tag of kim's moves: not even when the registry's has moved.
    house.fails_as(&lee, &["rmi", "web:1"], "No such image");
    registry.push_web_image(&house.engine, "library/web:1", 1, "three").unwrap();
    house.fails_as(&lee, &["pull", "web:1"], "isn't what the registry has");
    house.fails_as(&lee, &["pull", "--all-tags", "web"], "all of them at once");
    house.fails_as(&kim, &["pull", "127.0.0.1:5000/library/web:2"], "approved");
    house.fails_as(&kim, &["pull", "web:none"], "");
    assert_eq!(house.docker(&["image", "inspect", "web:1"]), before);
    house.succeeds_as(&lee, &["pull", "web:2"]);
    assert_eq!((images(&kim), images(&lee)), ("web:1".to_owned(), "web:2".to_owned()));
    house.succeeds_as(&kim, &["rmi", "web:1"]);
    assert_eq!(images(&kim), "");
    // What is there and is what the registry has is shared, and no tag moves by that either.
    house.succeeds_as(&kim, &["pull", "web:1"]);
    let before = house.docker(&["image", "inspect", "web:1"]);
    house.succeeds_as(&lee, &["pull", "web:1"]);
    assert_eq!(images(&lee), "web:1\nweb:2");
    assert_eq!(house.docker(&["image", "inspect", "web:1"]), before);
    house.fails_as(&lee, &["rmi", "web:1"], "other stacks");
}

/// By the time that a pull has ended, its name may be another image's.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_pulled_is_a_stacks_and_not_whatever_has_its_name_by_then() {
    let engine = Engine::start(Release::V28).unwrap();
    let socket = engine.socket();
    let between = Between::start(&engine, move |path, answer| {
        if path.ends_with("/images/create") {
            let tag =
                "POST /images/busybox/tag?repo=127.0.0.1:5000/web&tag=1 HTTP/1.0\r\nhost: engine\r\n\r\n";
            let mut stream = UnixStream::connect(&socket).unwrap();
            stream.write_all(tag.as_bytes()).unwrap();
            let mut said = String::new();
            stream.read_to_string(&mut said).unwrap();
            assert!(said.starts_with("HTTP/1.0 201"), "{said}");
        }
        answer
    });
    let house = House::on(engine, |config| {
        config.engine = Some(between.host());
        config.deploy.registries.push("127.0.0.1:5000".into());
    })
    .await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    registry.push_web_image(&house.engine, "web:1", 1, "one").unwrap();
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.succeeds_as(&kim, &["pull", "127.0.0.1:5000/web:1"]);
    let named = house.docker(&["images", "--quiet", "--no-trunc", "127.0.0.1:5000/web:1"]);
    assert_eq!(named, house.docker(&["images", "--quiet", "--no-trunc", "busybox"]));
    let pulled = house.succeeds_as(&kim, &["images", "--quiet", "--no-trunc", "--digests"]);
    assert!(pulled.starts_with("sha256:") && pulled.lines().count() == 1 && pulled != named, "{pulled}");

    // As by the page.
    let lee = house.with_stack("lee", Role::Operator, "db", GRANTS).await;
    house.docker(&["rmi", "127.0.0.1:5000/web:1"]);
    house.docker(&["rmi", "--force", &pulled]);
    let mut client = Client::with_token(house.server.address, &lee);
    let pull = json!({ "reference": "127.0.0.1:5000/web:1" });
    let started = send(&mut client, Method::POST, "/api/images", &pull).await;
    assert_eq!(started.status, StatusCode::OK, "{}", started.text);
    let listed = async {
        while house.succeeds_as(&lee, &["images", "--quiet", "--no-trunc", "--digests"]) != pulled {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(30), listed).await.expect("what was pulled is nobody's");
}

/// What no registry has is nothing to whoever may not use it, whether somebody else has made it or not: by the answer,
/// and by what is done for it.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_guesses_what_others_call_their_images() {
    let engine = Engine::start(Release::V28).unwrap();
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let note = asked.clone();
    let between = Between::start(&engine, move |path, answer| {
        let is_ours = ["/images/", "/distribution/", "/containers/create"].iter().any(|it| path.contains(it));
        if is_ours && !path.ends_with("/images/json") {
            note.lock().unwrap().push(path.to_owned());
        }
        answer
    });
    let house = House::on(engine, |config| {
        config.engine = Some(between.host());
        config.deploy.registries.push("127.0.0.1:5000".into());
    })
    .await;
    let _registry = Registry::start(&house.engine, 5000).unwrap();
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.docker(&["tag", "busybox", "127.0.0.1:5000/theirs:1"]);
    let mut client = Client::with_token(house.server.address, &kim);
    let mut tell = Vec::new();
    for name in ["theirs", "nobody"] {
        let image = format!("127.0.0.1:5000/{name}");
        let mut told = Vec::new();
        for (method, path, body) in [
            (Method::GET, format!("/docker/images/{image}:1/json"), Value::Null),
            (Method::GET, format!("/docker/images/{image}:1/history"), Value::Null),
            (Method::DELETE, format!("/docker/images/{image}:1"), Value::Null),
            (Method::POST, format!("/docker/images/create?fromImage={image}&tag=1"), Value::Null),
            (Method::POST, "/docker/containers/create".into(), json!({ "Image": format!("{image}:1") })),
            (Method::POST, "/api/images".into(), json!({ "reference": format!("{image}:1") })),
        ] {
            // The mirror looks, too, when something has happened.
            tokio::time::sleep(Duration::from_millis(300)).await;
            asked.lock().unwrap().clear();
            let answer = send(&mut client, method, &path, &body).await;
            assert!(answer.status.is_client_error(), "{path}: {} {}", answer.status, answer.text);
            let (text, path) = (answer.text.replace(name, "…"), path.replace(name, "…"));
            let done: Vec<_> = asked.lock().unwrap().iter().map(|it| it.replace(name, "…")).collect();
            told.push((path, answer.status, text, done));
        }
        tell.push(told);
    }
    assert_eq!(tell[0], tell[1]);
}

/// A container may use volumes that were made along with another one.
#[tokio::test(flavor = "multi_thread")]
async fn no_container_takes_a_volume_of_another_stack_along() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let lee = house.with_stack("lee", Role::Operator, "db", GRANTS).await;
    let busybox = house.docker(&["images", "--quiet", "--no-trunc", "busybox"]);
    house.adopt("db", Kind::Image, &busybox).await;
    house.adopt("web", Kind::Image, &busybox).await;
    house.succeeds_as(&lee, &["create", "--name", "theirs", "--volume", "/data", "busybox"]);
    let mine = house.docker(&["create", "--name", "mine", "--volumes-from", "theirs", "busybox"]);
    house.adopt("web", Kind::Container, &mine).await;
    house.succeeds_as(&lee, &["rm", "theirs"]);
    let volume = house.docker(&["volume", "ls", "--quiet"]);
    assert_eq!(volume.len(), 64, "{volume}");

    house.fails_as(&kim, &["rm", "--volumes", "mine"], "other stacks");
    let mut client = Client::with_token(house.server.address, &kim);
    let answer = client.delete(&format!("/api/containers/{mine}?volumes=true")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    house.succeeds_as(&kim, &["rm", "mine"]);
    assert_eq!(house.docker(&["volume", "ls", "--quiet"]), volume);
    // What was made along with it goes along, and that it was to is written down.
    let own = house.succeeds_as(&kim, &["create", "--volume", "/data", "busybox"]);
    house.succeeds_as(&kim, &["rm", "--volumes", &own]);
    assert_eq!(house.docker(&["volume", "ls", "--quiet"]), volume);
    let deeds = deeds(&house.records());
    let removed = deeds.iter().rfind(|deed| deed[1] == "ContainerDelete").unwrap();
    assert_eq!(removed[3], format!("DELETE /containers/{own}?v=1"));
}

/// As Compose makes a container anew: with the volumes of the one before, by the names that the engine made up.
#[tokio::test(flavor = "multi_thread")]
async fn a_container_made_anew_keeps_what_the_one_before_had() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    house.succeeds_as(&kim, &["create", "--name", "before", "--volume", "/data", "busybox"]);
    let volume = house.docker(&["volume", "ls", "--quiet"]);
    house.succeeds_as(&kim, &["create", "--name", "anew", "--volume", &format!("{volume}:/data"), "busybox"]);
    house.succeeds_as(&kim, &["rm", "before"]);
    assert_eq!(house.docker(&["inspect", "--format", "{{(index .Mounts 0).Name}}", "anew"]), volume);
    house.succeeds_as(&kim, &["volume", "inspect", &volume]);

    // Also where it was in no stack, for whoever reaches everything.
    let lee = house.with_stack("lee", Role::Operator, "db", GRANTS).await;
    run(&["user", "scope", "lee", "everything", GRANTS], &house.server.data(), "").succeeded();
    house.docker(&["create", "--name", "apart", "--volume", "/data", "busybox"]);
    let volume = house.docker(&["inspect", "--format", "{{(index .Mounts 0).Name}}", "apart"]);
    house.succeeds_as(&lee, &["create", "--volume", &format!("{volume}:/data"), "busybox"]);
}

/// Nor when it was made to remove itself, whoever ends it.
#[tokio::test(flavor = "multi_thread")]
async fn no_container_that_removes_itself_takes_a_volume_of_another_stack_along() {
    let mut house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let lee = house.with_stack("lee", Role::Operator, "db", GRANTS).await;
    let busybox = house.docker(&["images", "--quiet", "--no-trunc", "busybox"]);
    house.adopt("db", Kind::Image, &busybox).await;
    house.succeeds_as(&lee, &["create", "--name", "theirs", "--volume", "/data", "busybox"]);
    let run = ["run", "--detach", "--init", "--rm"];
    let from = ["--name", "mine", "--volumes-from", "theirs", "busybox", "sleep", "1h"];
    let mine = house.docker(&[&run[..], &from].concat());
    house.adopt("web", Kind::Container, &mine).await;
    house.succeeds_as(&lee, &["rm", "theirs"]);
    let volume = house.docker(&["volume", "ls", "--quiet"]);
    house.until_listed("containers", "mine").await;

    for arguments in [&["stop", "mine"][..], &["kill", "mine"], &["rm", "--force", "mine"]] {
        house.fails_as(&kim, arguments, "other stacks");
    }
    let mut client = Client::with_token(house.server.address, &kim);
    for (method, path) in
        [(Method::POST, "/stop"), (Method::POST, "/kill"), (Method::DELETE, "?force=true&volumes=false")]
    {
        let answer = send(&mut client, method, &format!("/api/containers/{mine}{path}"), &Value::Null).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.text);
    }
    assert_eq!(house.state(&mine).await, "running");
    assert_eq!(house.docker(&["volume", "ls", "--quiet"]), volume);
    // What doesn't end it, or takes along what is its own stack's, is an operator's as ever.
    house.succeeds_as(&kim, &["restart", "--time", "1", "mine"]);
    let ann = house.with_stack("ann", Role::Operator, "db", "").await;
    let flags = ["--name", "own", "--volume", "/data", "busybox", "sleep", "1h"];
    house.succeeds_as(&lee, &[&run[..], &flags].concat());
    house.succeeds_as(&ann, &["kill", "own"]);
    while house.docker(&["volume", "ls", "--quiet"]) != volume {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_label_moves_a_volume_that_was_there() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    house.docker(&["volume", "create", "bank"]);
    run(
        &["user", "add", "dan", "--role", "operator", "--password-stdin"],
        &house.server.data(),
        "battery horse",
    )
    .succeeded();
    run(&["user", "scope", "dan", "everything", GRANTS], &house.server.data(), "").succeeded();
    let dan = house.server.token_of("dan", None).await;
    let label = "com.docker.compose.project=web";
    house.succeeds_as(&dan, &["volume", "create", "--label", label, "bank"]);
    house.succeeds_as(&dan, &["volume", "create", "--label", label, "till"]);
    assert_eq!(house.succeeds_as(&kim, &["volume", "ls", "--quiet"]), "till", "what is new is the stack's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_is_told_who_asks_and_nobody_else_is() {
    let house = House::with(Release::V28, |config| {
        config.deploy.registries.push("127.0.0.1:5000".into());
    })
    .await;
    let _registry = Registry::start_guarded(&house.engine, 5000).unwrap();
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let name = "127.0.0.1:5000/secret/web:1";
    house.engine.make_web_image(name, 1, "secret").unwrap();
    let login = ["login", "--username", "anna", "--password", "correct horse battery", "127.0.0.1:5000"];
    house.docker(&login);
    house.docker(&["push", name]);
    house.docker(&["rmi", name]);

    // The command line's credentials are whoever's calls it.
    house.succeeds_as(&kim, &["pull", name]);
    assert_eq!(house.succeeds_as(&kim, &["images", "--format", "{{.Repository}}:{{.Tag}}"]), name);
    // What was asked with isn't kept, neither in the audit nor by the engine.
    house.succeeds_as(&kim, &["rmi", name]);
    house.docker(&["logout", "127.0.0.1:5000"]);
    house.fails_as(&kim, &["pull", name], "no basic auth");
    let record = run(&["audit", "export"], &house.server.data(), "").succeeded();
    assert!(record.contains(name) && !record.contains("horse") && !record.contains("YW5uYT"), "{record}");
    let request = http::Request::post(format!("/docker/images/create?fromImage={name}&tag=1"));
    let mut client = house.client_with_token_of("kim").await;
    let answer = client.send(request.header("x-registry-auth", "e30=x"), "").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    assert!(answer.text.contains("X-Registry-Auth is base64url"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_image_puts_a_container_into_anothers_stack() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let made = house.docker(&["create", "busybox"]);
    for (image, label) in
        [("of-db", "com.docker.compose.project=db"), ("routed", "traefik.http.routers.x.rule=Host(`x`)")]
    {
        let id = house.docker(&["commit", "--change", &format!("LABEL {label}"), &made, image]);
        house.adopt("web", Kind::Image, &id).await;
    }
    house.docker(&["rm", &made]);
    house.fails_as(&kim, &["create", "of-db"], "with \"db\", which is no stack of yours");
    house.fails_as(&kim, &["create", "routed"], "other programs take orders from");
    let mut client = house.client_with_token_of("kim").await;
    let request = http::Request::post("/api/containers").header("content-type", "application/json");
    let job = client.send(request, r#"{"spec":{"image":"of-db"},"start":false}"#).await;
    assert_eq!(job.status, StatusCode::OK, "{}", job.text);
    let project = "com.docker.compose.project";
    house.succeeds_as(&kim, &["create", "--name", "mine", "--label", &format!("{project}=web"), "of-db"]);
    let labelled = format!("{{{{.Names}}}} {{{{.Label \"{project}\"}}}}");
    assert_eq!(house.docker(&["ps", "--all", "--format", &labelled]), "mine web");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_of_a_container_in_no_stack_is_others_too() {
    let flags = vec!["--registry-mirror".to_owned(), "http://127.0.0.1:5000".to_owned()];
    let engine = Engine::start_with(Release::V28, Options { flags, ..Options::default() }).unwrap();
    let mut house = House::on(engine, |_| {}).await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    registry.push_web_image(&house.engine, "library/web:1", 1, "one").unwrap();
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let names = "{{.Repository}}:{{.Tag}}";
    house.docker(&["pull", "web:1"]);
    house.docker(&["tag", "web:1", "registry.lan/web:prod"]);
    let apart = house.docker(&["create", "--name", "apart", "web:1", "true"]);
    house.until_listed("containers", "apart").await;

    // What is asked for is what is there: of the platform that it is of.
    house.succeeds_as(&kim, &["pull", "--platform", "linux/arm64", "web:1"]);
    assert_eq!(house.succeeds_as(&kim, &["images", "--format", names]), "web:1");
    let records = house.records();
    let asked = deeds(&records).into_iter().find(|it| it[0] == "kim" && it[1] == "ImageCreate").unwrap();
    assert!(!asked[3].contains("arm64") && asked[3].contains("sha256:"), "{}", asked[3]);

    house.fails_as(&kim, &["rmi", "web:1"], "other stacks");
    registry.push_web_image(&house.engine, "library/web:1", 1, "two").unwrap();
    house.fails_as(&kim, &["pull", "web:1"], "isn't what the registry has");

    // Nobody else uses it any more; what others call it is theirs all the same.
    house.docker(&["rm", "apart"]);
    while house.row(&apart).await.is_some() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let id = house.docker(&["images", "--quiet", "--no-trunc", "web:1"]);
    let mut client = Client::with_token(house.server.address, &kim);
    for hidden in ["registry.lan/web:prod", &id] {
        house.fails_as(&kim, &["rmi", hidden], "");
        let answer = client
            .send(http::Request::delete(format!("/api/images?reference={hidden}")).header("x", "y"), "");
        let answer = answer.await;
        assert!(answer.status.is_client_error(), "{hidden}: {} {}", answer.status, answer.text);
    }
    house.succeeds_as(&kim, &["rmi", "web:1"]);
    assert_eq!(house.docker(&["images", "--format", names, "registry.lan/web"]), "registry.lan/web:prod");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_made_of_an_image_that_is_only_seen() {
    let house = House::new(Release::V28).await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    let lee = house.with_stack("lee", Role::Operator, "db", GRANTS).await;
    run(&["user", "scope", "lee", "web", ""], &house.server.data(), "").succeeded();
    assert_eq!(house.succeeds_as(&lee, &["images", "--format", "{{.Repository}}"]), "busybox");
    let mut client = Client::with_token(house.server.address, &lee);
    let body = r#"{"Image":"busybox","Labels":{"com.docker.compose.project":"db"}}"#;
    let answer = ask(&mut client, O::ContainerCreate, "/containers/create", body).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text);
    assert!(answer.text.contains("No such image: busybox (none that you may use"), "{}", answer.text);
    run(&["user", "scope", "lee", "web", "deploy"], &house.server.data(), "").succeeded();
    let answer = ask(&mut client, O::ContainerCreate, "/containers/create", body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engines_own_networks_take_nobody_in_but_bridge() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", GRANTS).await;
    let id = house.run("mine");
    house.adopt("web", Kind::Container, &id).await;
    for network in ["host", "none"] {
        house.fails_as(&kim, &["network", "connect", network, "mine"], "for admins only");
        house.fails_as(&kim, &["network", "disconnect", network, "mine"], "for admins only");
        house.fails_as(&kim, &["network", "rm", network], "not found");
    }
    house.succeeds_as(&kim, &["network", "disconnect", "bridge", "mine"]);
    house.succeeds_as(&kim, &["network", "connect", "bridge", "mine"]);
    assert!(house.succeeds_as(&kim, &["network", "inspect", "host"]).contains("\"host\""));
}

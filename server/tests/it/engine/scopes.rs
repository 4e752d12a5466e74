//! What somebody of one stack sees of the page: what is in it, as it comes and goes, and nothing else.

use gate::Role;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use server::members::Kind;
use testbed::Release;

use super::{House, page::Page, send};
use crate::{cli::run, client::Client};

impl House {
    /// Somebody whose rights reach one stack alone.
    pub(super) fn add_of_stack(&self, name: &str, role: Role, stack: &str, grants: &str) {
        let data = self.server.data();
        let add = ["user", "add", name, "--role", role.as_str(), "--password-stdin"];
        run(&add, &data, crate::running::PASSWORD).succeeded();
        run(&["user", "scope", name, "everything", "--none"], &data, "").succeeded();
        run(&["user", "scope", name, stack, grants], &data, "").succeeded();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_shows_what_is_in_ones_stacks_as_it_comes_and_goes() {
    let house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "");
    let theirs = house.run("theirs").parse().unwrap();
    let kim = house.server.client_of("kim").await;
    let mut page = Page::open(house.server.address, kim.cookie().unwrap(), None).await;
    page.until(|known| matches!(known.engine.link, wire::Link::Up { .. })).await;
    let nothing = |known: &wire::Known| {
        known.containers.is_empty() && known.images.is_empty() && known.volumes.is_empty()
    };
    page.until(nothing).await;
    let networks = |known: &wire::Known| known.networks.rows().iter().all(|row| row.predefined);
    page.until(|known| networks(known) && known.networks.rows().len() == 3).await;

    // It comes with its image when it comes into the stack, and follows what happens to it.
    let mine = house.run("mine");
    house.adopt("web", Kind::Container, &mine).await;
    let mine = mine.parse().unwrap();
    page.until(|known| known.containers.get(&mine).is_some() && known.images.rows().len() == 1).await;
    house.docker(&["kill", "theirs"]);
    house.docker(&["kill", "mine"]);
    page.until(|known| known.containers.get(&mine).is_some_and(|row| row.state == wire::State::Exited)).await;
    assert!(page.known.as_ref().unwrap().containers.get(&theirs).is_none());
    house.docker(&["rm", "mine"]);
    page.until(nothing).await;

    // With other rights the page begins anew.
    run(&["user", "scope", "kim", "everything", ""], &house.server.data(), "").succeeded();
    assert_eq!(page.end().await, 1012);
    let mut page = Page::open(house.server.address, kim.cookie().unwrap(), None).await;
    page.until(|known| known.containers.get(&theirs).is_some()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_deeds_reach_as_far_as_ones_stacks() {
    let mut house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "deploy");
    let (theirs, mine) = (house.run("theirs"), house.run("mine"));
    house.adopt("web", Kind::Container, &mine).await;
    let mut kim = house.client_with_token_of("kim").await;
    let mut names = Vec::new();
    for list in ["containers", "images", "volumes", "networks"] {
        let answer = kim.get(&format!("/api/{list}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let again = Request::get(format!("/api/{list}")).header("if-none-match", answer.header("etag"));
        assert_eq!(kim.send(again, "").await.status, StatusCode::NOT_MODIFIED);
        let rows: Vec<Value> = serde_json::from_str(&answer.text).unwrap();
        names.extend(rows.iter().map(|row| row["name"].as_str().unwrap_or("an image").to_owned()));
    }
    assert_eq!(names, ["mine", "an image", "bridge", "host", "none"]);
    let tag = kim.get("/api/networks").await.header("etag").to_owned();
    let net = house.docker(&["network", "create", "net"]);
    house.until_listed("networks", "net").await;
    assert_eq!(kim.get("/api/networks").await.header("etag"), tag, "what isn't seen changes nothing");
    house.adopt("web", Kind::Network, &net).await;
    assert_ne!(kim.get("/api/networks").await.header("etag"), tag);

    for (method, rest, body) in [
        (Method::GET, "", Value::Null),
        (Method::GET, "/inspect", Value::Null),
        (Method::POST, "/stop", json!({})),
        (Method::POST, "/rename", json!({"name": "shop"})),
        (Method::DELETE, "?force=true", Value::Null),
    ] {
        let answer = send(&mut kim, method.clone(), &format!("/api/containers/{theirs}{rest}"), &body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{rest}: {}", answer.text);
        let answer = send(&mut kim, method, &format!("/api/containers/{mine}{rest}"), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{rest}: {}", answer.text);
    }
    assert_eq!(house.docker(&["ps", "--all", "--quiet", "--no-trunc"]), theirs);
}

/// How a job that was begun ended.
async fn ended(page: &mut Page, begun: &str) -> wire::JobState {
    let begun: Value = serde_json::from_str(begun).unwrap();
    end_of(page, wire::JobId(begun["job"].as_u64().unwrap())).await
}

async fn end_of(page: &mut Page, id: wire::JobId) -> wire::JobState {
    let state = |known: &wire::Known| known.jobs.get(&id).and_then(|row| row.job.open()).map(|job| job.state);
    page.until(|known| state(known).is_some_and(|state| state != wire::JobState::Running)).await;
    state(page.known.as_ref().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_deploy_does_so_from_the_page_within_the_policy() {
    let house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "deploy");
    let image = house.docker(&["images", "--quiet", "--no-trunc", "busybox"]);
    house.adopt("web", Kind::Image, &image).await;
    house.docker(&["volume", "create", "theirs"]);
    let mut kim = house.client_with_token_of("kim").await;
    let session = house.server.client_of("kim").await;
    let mut page = Page::open(house.server.address, session.cookie().unwrap(), None).await;
    page.until(|known| matches!(known.engine.link, wire::Link::Up { .. })).await;
    assert!(page.hello.allowed.create && page.hello.allowed.remove && !page.hello.allowed.manage);

    for (path, body) in [("/api/volumes", json!({"name": "data"})), ("/api/networks", json!({"name": "net"}))]
    {
        let answer = send(&mut kim, Method::POST, path, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    }
    let create = json!({"spec": {
        "image": "busybox", "name": "mine", "command": ["sleep", "1h"], "networks": [{"name": "net"}],
        "mounts": [{"source": "data", "target": "/data", "read_only": false}],
    }, "start": true});
    let answer = send(&mut kim, Method::POST, "/api/containers", &create).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let state = ended(&mut page, &answer.text).await;
    let wire::JobState::Done { container: Some(id), .. } = state else { panic!("{state:?}") };
    page.until(|known| known.containers.get(&id).is_some_and(|row| row.state == wire::State::Running)).await;
    page.until(|known| known.volumes.get("data").is_some() && known.volumes.get("theirs").is_none()).await;

    for (mounts, expected) in [
        (json!([{"source": "/", "target": "/host", "read_only": true}]), "HostConfig.Binds[0]"),
        (json!([{"source": "theirs", "target": "/data", "read_only": true}]), "HostConfig.Binds[0]"),
    ] {
        let create = json!({"spec": {"image": "busybox", "mounts": mounts}, "start": true});
        let answer = send(&mut kim, Method::POST, "/api/containers", &create).await;
        let state = ended(&mut page, &answer.text).await;
        let wire::JobState::Failed { failure, container: None } = state else { panic!("{state:?}") };
        assert!(failure.message.contains(expected), "{failure:?}");
    }
    // At the page the reason is given in the language of whoever asks.
    let create = json!({"spec": {"image": "busybox", "mounts": [{"source": "theirs", "target": "/data"}]}});
    let asked = Request::post("/api/containers").header("content-type", "application/json");
    let asked = asked.header("accept", wire::POSTCARD).header("accept-language", "zh-CN");
    let answer = kim.send(asked, &create.to_string()).await;
    let begun: wire::Started = postcard::from_bytes(answer.text.as_bytes()).unwrap();
    let state = end_of(&mut page, begun.job).await;
    let wire::JobState::Failed { failure, .. } = state else { panic!("{state:?}") };
    assert_eq!(failure.message, "HostConfig.Binds[0]：您的堆栈中没有卷 \"theirs\"");
    let options = json!({"name": "host", "options": [["type", "none"], ["o", "bind"], ["device", "/"]]});
    let answer = send(&mut kim, Method::POST, "/api/volumes", &options).await;
    assert_ne!(answer.status, StatusCode::OK, "{}", answer.text);
    let pull = send(&mut kim, Method::POST, "/api/images", &json!({"reference": "evil.example/x"})).await;
    assert_eq!(pull.status, StatusCode::FORBIDDEN, "{}", pull.text);
    assert_eq!(house.docker(&["ps", "--quiet", "--no-trunc"]), id.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_below_admin_gets_into_a_folder_of_the_host_by_a_volume_in_disguise() {
    let mut house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "exec,files,deploy,logs");
    house.docker(&[
        "volume",
        "create",
        "--opt",
        "type=none",
        "--opt",
        "o=bind",
        "--opt",
        "device=/etc",
        "disguised",
    ]);
    let id = house.docker(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "mine",
        "--volume",
        "disguised:/host",
        "busybox",
        "sleep",
        "1h",
    ]);
    house.adopt("web", Kind::Container, &id).await;
    let token = house.server.token_of("kim", None).await;
    for arguments in [
        &["exec", "mine", "ls", "/host"][..],
        &["cp", "mine:/host/passwd", "-"],
        &["rename", "mine", "other"],
    ] {
        house.fails_as(&token, arguments, "the volume disguised");
    }
    assert_eq!(house.succeeds_as(&token, &["logs", "mine"]), "");
    // And nothing of theirs gets to be called like another's id.
    let theirs = house.run("theirs");
    let image = house.docker(&["images", "--quiet", "--no-trunc", "busybox"]);
    house.adopt("web", Kind::Image, &image).await;
    house.succeeds_as(&token, &["create", "--name", "plain", "busybox", "true"]);
    house.fails_as(&token, &["rename", "plain", &theirs[..12]], "name");
    let plain = house.docker(&["inspect", "--format", "{{.Id}}", "plain"]);
    let mut kim = house.client_with_token_of("kim").await;
    let rename = json!({"name": &theirs[..12]});
    let answer = send(&mut kim, Method::POST, &format!("/api/containers/{plain}/rename"), &rename).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    // Names under which Compose would look for another stack's volumes and networks stay free: of one that labels
    // speak of, and of one that is somebody's, with nothing in it yet.
    house.add_of_stack("lee", Role::Operator, "db", "deploy");
    let kept = "begin with db_ are for the stack db";
    house.fails_as(&token, &["network", "create", "db_default"], kept);
    house.fails_as(&token, &["volume", "create", "db_data"], kept);
    house.fails_as(&token, &["create", "--volume", "db_data:/x", "busybox"], kept);
    house.succeeds_as(&token, &["network", "create", "web_default"]);
    house.docker(&["create", "--label", "com.docker.compose.project=shop", "busybox"]);
    let seen = async {
        while !house.list("containers").await.iter().any(|row| row["stack"] == "shop") {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::SOON, seen).await.expect("it was never seen");
    house.fails_as(&token, &["create", "--volume", "shop_data:/x", "busybox"], "the stack shop");
    house.fails_as(&token, &["volume", "create", "shop_data"], "the stack shop");
    house.fails_as(&token, &["network", "create", "shop_data"], "the stack shop");
    house.succeeds_as(&token, &["kill", "--signal", "9", "mine"]);
}

/// An admin has every grant; their token with a lower role has those that were said.
#[tokio::test(flavor = "multi_thread")]
async fn an_admins_token_with_a_lower_role_has_no_grant_unsaid() {
    let house = House::new(Release::V28).await;
    house.run("web");
    let data = house.server.data();
    let create = ["token", "create", "--user", "ada", "--role", "viewer"];
    let unsaid = run(&create, &data, "").succeeded();
    let said = run(&[&create[..], &["--grants", "logs"]].concat(), &data, "").succeeded();
    let ask = async |token: &str, path: &str| {
        let mut client = Client::with_token(house.server.address, token.trim());
        client.get(&format!("/docker/containers/web/{path}")).await.status.as_u16()
    };
    let (logs, files) = ("logs?stdout=1", "archive?path=/etc");
    assert_eq!((ask(&unsaid, logs).await, ask(&unsaid, files).await), (403, 403));
    assert_eq!((ask(&said, logs).await, ask(&said, files).await), (200, 403));
}

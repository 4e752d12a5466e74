//! `/docker` for those who may less than everything: what their scopes hold, and nothing else.

use std::process::Output;

use gate::Role;
use http::Method;
use serde_json::json;
use server::members::Kind;
use testbed::Release;

use super::{House, send};
use crate::{
    cli::run,
    running::{PASSWORD, Running},
};

impl House {
    /// An engine with `mine` in kim's stack `web`, and `theirs` in nobody's.
    pub(super) async fn of_kim(role: Role, grants: &str) -> (Self, String) {
        let house = Self::new(Release::V28).await;
        let token = hire_kim(&house.server, role, "web", grants).await;
        (house, token)
    }

    /// Puts something into a stack.
    pub(super) async fn adopt(&self, stack: &str, kind: Kind, id: &str) {
        self.members().add(stack.parse().unwrap(), vec![(kind, id.to_owned())]).await.unwrap();
    }

    pub(super) fn docker_as(&self, token: &str, arguments: &[&str]) -> Output {
        let mut docker = self.engine.docker_command().unwrap();
        docker.env("DOCKER_HOST", format!("tcp://{}/docker", self.server.address));
        docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {token}"));
        docker.args(arguments).output().unwrap()
    }

    pub(super) fn succeeds_as(&self, token: &str, arguments: &[&str]) -> String {
        let output = self.docker_as(token, arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "docker {arguments:?}: {error}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Gives what was said.
    pub(super) fn fails_as(&self, token: &str, arguments: &[&str], expected: &str) -> String {
        let output = self.docker_as(token, arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "docker {arguments:?} succeeded");
        assert!(error.contains(expected), "docker {arguments:?}: {error}");
        error.into_owned()
    }
}

/// Kim, who may this in one stack, with a token.
pub(super) async fn hire_kim(server: &Running, role: Role, stack: &str, grants: &str) -> String {
    let data = server.data();
    run(&["user", "add", "kim", "--role", role.as_str(), "--password-stdin"], &data, PASSWORD).succeeded();
    run(&["user", "scope", "kim", "everything", "--none"], &data, "").succeeded();
    run(&["user", "scope", "kim", stack, grants], &data, "").succeeded();
    server.token_of("kim", None).await
}

/// A label that no stack can be called by is nothing but a label to those who reach everything.
#[tokio::test(flavor = "multi_thread")]
async fn a_project_that_is_no_stack_makes_an_admins_container_nobody_elses() {
    let mut house = House::new(Release::V28).await;
    for project in ["My.Project", "", "-x", &"a".repeat(64)] {
        let body = json!({ "Image": "busybox", "Labels": { "com.docker.compose.project": project } });
        let answer = send(&mut house.ada, Method::POST, "/docker/containers/create", &body).await;
        assert_eq!(answer.status, 201, "{project:?}: {}", answer.text);
        let path = format!("/docker/containers/{}/json", answer.json()["Id"].as_str().unwrap());
        let told = house.ada.get(&path).await.json();
        assert_eq!(told["Config"]["Labels"]["com.docker.compose.project"], project);
    }
    for (path, name) in [("volumes", "data"), ("networks", "net")] {
        let body = json!({ "Name": name, "Labels": { "com.docker.compose.project": "My.Project" } });
        let answer = send(&mut house.ada, Method::POST, &format!("/docker/{path}/create"), &body).await;
        assert_eq!(answer.status, 201, "{path}: {}", answer.text);
    }
}

/// What an engine makes of a page that a container writes: of old ones it is told to be one.
pub(super) async fn what_a_container_says_is_shown_as_no_page(release: Release) {
    for raw_api in [false, true] {
        let mut house = House::with(release, |config| config.raw_api = raw_api).await;
        house.docker(&[
            "run",
            "--name",
            "page",
            "busybox",
            "echo",
            "<!DOCTYPE html><script>alert(1)</script>",
        ]);
        house.docker(&[
            "run",
            "--tty",
            "--name",
            "tty",
            "busybox",
            "echo",
            "<!DOCTYPE html><script></script>",
        ]);
        for path in ["page/logs?stdout=1", "tty/logs?stdout=1", "page/archive?path=/etc"] {
            let answer = house.ada.get(&format!("/docker/containers/{path}")).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            assert!(
                answer.header("content-type").starts_with("application/"),
                "{path}: {:?}",
                answer.headers
            );
            assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox", "{path}");
            assert_eq!(
                answer.header("content-disposition") == "attachment",
                path.contains("archive"),
                "{path}"
            );
        }
    }
}
on_both_releases!(what_a_container_says_is_shown_as_no_page);

#[tokio::test(flavor = "multi_thread")]
async fn a_deployer_of_one_stack_works_with_docker_and_sees_nothing_else() {
    let (house, kim) = House::of_kim(Role::Operator, "logs,exec,deploy,files").await;
    let theirs = house.run("theirs");
    house.docker(&["volume", "create", "theirs-data"]);
    house.docker(&["network", "create", "theirs-net"]);
    let says = |arguments: &[&str]| house.succeeds_as(&kim, arguments);
    let fails = |arguments: &[&str], expected: &str| house.fails_as(&kim, arguments, expected);

    // Nothing is there for kim, by whichever name.
    assert_eq!(says(&["ps", "--all", "--quiet"]), "");
    assert_eq!(says(&["images", "--quiet"]), "");
    assert_eq!(says(&["volume", "ls", "--quiet"]), "");
    assert_eq!(says(&["network", "ls", "--format", "{{.Name}}"]), "bridge\nhost\nnone");
    assert_eq!(
        says(&["info", "--format", "{{.Containers}} {{.Images}} {{.ServerVersion}}"]).split(' ').next(),
        Some("0")
    );
    for name in ["theirs", &theirs, &theirs[..12]] {
        for deed in [&["stop"][..], &["rm"], &["logs"], &["exec"], &["inspect"], &["rename"], &["top"]] {
            let mut arguments = deed.to_vec();
            arguments.push(name);
            arguments.extend(match deed[0] {
                "exec" => &["id"][..],
                "rename" => &["mine"],
                _ => &[],
            });
            fails(&arguments, "No such");
        }
        fails(&["cp", &format!("{name}:/etc/passwd"), "-"], "No such container");
        fails(&["network", "connect", "bridge", name], "in your stacks");
    }
    fails(&["volume", "inspect", "theirs-data"], "no such volume");
    fails(&["network", "inspect", "theirs-net"], "not found");
    fails(&["run", "--detach", "busybox", "true"], "busybox");

    // With an image in the stack, what is made is kim's.
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    says(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "mine",
        "--env",
        "A=b",
        "--publish",
        "18099:80",
        "busybox",
        "sleep",
        "1h",
    ]);
    assert_eq!(says(&["ps", "--format", "{{.Names}}"]), "mine");
    assert_eq!(says(&["exec", "mine", "echo", "hello"]), "hello");
    assert!(says(&["inspect", "--format", "{{.Config.Env}}", "mine"]).contains("A=b"));
    assert_eq!(says(&["run", "--rm", "busybox", "echo", "once"]), "once");
    says(&["exec", "mine", "sh", "-c", "echo kept > /tmp/x"]);
    says(&["cp", "mine:/tmp/x", "-"]);
    says(&["stats", "--no-stream", "mine"]);
    says(&["diff", "mine"]);
    says(&["top", "mine"]);
    says(&["volume", "create", "data"]);
    assert_eq!(says(&["run", "--rm", "--volume", "data:/data", "busybox", "ls", "/data"]), "");
    says(&["network", "create", "net"]);
    says(&["network", "connect", "net", "mine"]);
    says(&["network", "disconnect", "net", "mine"]);
    says(&["run", "--rm", "--network", "net", "busybox", "true"]);
    says(&["update", "--memory", "64m", "--memory-swap", "64m", "mine"]);
    says(&["pause", "mine"]);
    says(&["unpause", "mine"]);
    says(&["restart", "--time", "0", "mine"]);
    says(&["rename", "mine", "ours"]);
    says(&["kill", "ours"]);
    assert_eq!(says(&["wait", "ours"]), "137");
    says(&["start", "ours"]);
    says(&["rm", "--force", "ours"]);
    says(&["network", "rm", "net"]);

    // What would be root on the host isn't to be had.
    for options in [
        &["--privileged"][..],
        &["--volume", "/:/host"],
        &["--volume", "/var/run/docker.sock:/s"],
        &["--pid", "host"],
        &["--network", "host"],
        &["--network", "container:theirs"],
        &["--network", "theirs-net"],
        &["--volume", "theirs-data:/d"],
        &["--volumes-from", "theirs"],
        &["--cap-add", "SYS_ADMIN"],
        &["--security-opt", "seccomp=unconfined"],
        &["--device", "/dev/sda"],
        &[
            "--mount",
            "type=volume,dst=/h,volume-driver=local,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/",
        ],
        &["--label", "com.docker.compose.project=db"],
    ] {
        let mut arguments = vec!["run", "--rm"];
        arguments.extend(options);
        arguments.extend(["busybox", "true"]);
        let output = house.docker_as(&kim, &arguments);
        assert!(!output.status.success(), "docker {arguments:?}");
    }
    fails(&["tag", "busybox", "other"], "admin");
    fails(&["volume", "rm", "data"], "admin");
    fails(&["save", "busybox"], "admin");
    assert_eq!(house.docker(&["ps", "--quiet", "--no-trunc"]), theirs);
    run(&["audit", "verify"], &house.server.data(), "").succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_tells_nothing_of_names_that_are_hidden() {
    let (house, kim) = House::of_kim(Role::Operator, "logs,exec,deploy,files").await;
    house.docker(&["tag", "busybox", "secret.lan/project:1"]);
    let mine = house.docker(&["create", "--name", "mine", "busybox"]);
    house.docker(&["create", "--name", "theirs", "busybox"]);
    house.adopt("web", Kind::Container, &mine).await;
    let mut house = house;
    house.until_listed("containers", "theirs").await;
    let found = |pattern: &str| {
        let filter = format!("reference={pattern}");
        house.succeeds_as(&kim, &["images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", &filter])
    };
    for pattern in ["busybox", "busybox:latest", "busy*", "busybo?:l*", "[ab]usybox", "*"] {
        assert_eq!(found(pattern), "busybox:latest", "{pattern}");
    }
    for pattern in ["secret.lan/project", "secret.lan/*", "secret.lan/project:1", "s*/*", "none"] {
        assert_eq!(found(pattern), "", "{pattern}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_containers_are_the_last_of_ones_own() {
    let (mut house, kim) = House::of_kim(Role::Operator, "logs").await;
    for name in ["first", "mine", "last"] {
        let id = house.docker(&["create", "--name", name, "busybox"]);
        house.adopt("web", Kind::Container, &id).await;
    }
    house.docker(&["create", "--name", "theirs", "busybox"]);
    house.until_listed("containers", "theirs").await;
    let last = |count| house.succeeds_as(&kim, &["ps", "--last", count, "--format", "{{.Names}}"]);
    assert_eq!(last("1"), "last");
    assert_eq!(last("2"), "last\nmine");
    assert_eq!(last("9"), "last\nmine\nfirst");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_names_nobody_elses_container_by_either_way() {
    let (mut house, kim) = House::of_kim(Role::Operator, "logs,exec,deploy,files").await;
    let theirs = house.run("taken");
    let mine = house.run("mine");
    house.adopt("web", Kind::Container, &mine).await;
    house.until_listed("containers", "mine").await;
    let mut client = crate::client::Client::with_token(house.server.address, &kim);
    for (path, body) in [
        (format!("/docker/containers/{mine}/rename?name=taken"), serde_json::Value::Null),
        (format!("/api/containers/{mine}/rename"), serde_json::json!({"name": "taken"})),
    ] {
        let answer = super::send(&mut client, http::Method::POST, &path, &body).await;
        assert_eq!(answer.status, 409, "{path}: {}", answer.text);
        assert!(answer.text.contains("is already in use"), "{path}: {}", answer.text);
        assert!(!answer.text.contains(&theirs[..12]), "{path}: {}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_rights_end_while_they_send_is_refused() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let (house, kim) = House::of_kim(Role::Operator, "logs,exec,deploy,files").await;
    for (path, body) in [
        ("/docker/volumes/create", r#"{"Name":"late"}"#),
        ("/api/volumes", r#"{"name":"late","driver":"","options":[],"labels":[]}"#),
    ] {
        let mut stream = tokio::net::TcpStream::connect(house.server.address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
            house.server.address,
            kim.trim(),
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // Its body is asked for: by then it is known who asks.
        let mut asked = [0; 25];
        stream.read_exact(&mut asked).await.unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
        run(&["user", "scope", "kim", "web", "logs"], &house.server.data(), "").succeeded();
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{path}: {answer}");
        run(&["user", "scope", "kim", "web", "logs,exec,deploy,files"], &house.server.data(), "").succeeded();
    }
    assert_eq!(house.docker(&["volume", "ls", "--quiet"]), "");
}

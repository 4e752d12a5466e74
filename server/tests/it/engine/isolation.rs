//! Two people on one engine, each with a stack of their own: neither sees the other's or touches it, by whichever name
//! and in whichever operation; and what is another's is told exactly as what isn't there.

mod attempts;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use engine_api::operation::{Body, Operation};
use gate::Role;
use http::Request;
use serde_json::Value;
use server::members::Kind;
use testbed::Release;
use tokio::{io::AsyncReadExt, time::timeout};

use super::House;
use crate::{
    cli::run,
    client::{Answer, Client},
};
use attempts::{LISTS, OTHERWISE, TAKEN, by_path};

/// What isn't there, by a name and by an id.
const NOWHERE: &str = "gone";

/// Something of kim's, by all its names.
struct Theirs {
    placeholder: &'static str,
    names: Vec<String>,
}

impl House {
    /// Adds somebody who has a stack.
    pub(super) async fn with_stack(&self, name: &str, role: Role, stack: &str, grants: &str) -> String {
        let data = self.server.data();
        let add = ["user", "add", name, "--role", role.as_str(), "--password-stdin"];
        run(&add, &data, "correct horse battery").succeeded();
        run(&["user", "scope", name, "everything", "--none"], &data, "").succeeded();
        run(&["user", "scope", name, stack, grants], &data, "").succeeded();
        self.server.token_of(name, None).await
    }

    /// Makes an image of a stack, and with somebody's token a volume, a network and a container of it.
    async fn furnish(&mut self, token: &str, stack: &str, name: &str) -> String {
        let made = self.docker(&["run", "--detach", "busybox", "touch", &format!("/{name}")]);
        self.docker(&["wait", &made]);
        let image = format!("{name}-image:1");
        let id = self.docker(&["commit", &made, &image]);
        self.docker(&["rm", &made]);
        self.adopt(stack, Kind::Image, &id).await;
        let (data, net) = (format!("{name}-data"), format!("{name}-net"));
        self.succeeds_as(token, &["volume", "create", &data]);
        self.succeeds_as(token, &["network", "create", &net]);
        let volume = format!("{data}:/data");
        let run =
            ["run", "--detach", "--init", "--name", name, "--network", &net, "--volume", &volume, &image];
        let id =
            self.succeeds_as(token, &[&run[..], &["sh", "-c", "echo said by $HOSTNAME; sleep 1h"]].concat());
        // The mirror knows it, too, and it has said all that it says.
        while self.row(&id).await.is_none() || self.docker(&["logs", name]).is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        id
    }

    /// All that is kim's, by all names.
    fn theirs(&self, exec: &str) -> Vec<Theirs> {
        let inspect = |kind: &str, name: &str| self.docker(&[kind, "inspect", "--format", "{{.Id}}", name]);
        let by = |placeholder, names: &[&str]| Theirs {
            placeholder,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let (c, i, n) =
            (inspect("container", "kims"), inspect("image", "kims-image:1"), inspect("network", "kims-net"));
        let digits = i.strip_prefix("sha256:").unwrap();
        vec![
            by("{c}", &["kims", &c, &c[..12], &c[..5]]),
            by("{i}", &["kims-image:1", "docker.io/library/kims-image:1", &i, digits, &digits[..12]]),
            by("{v}", &["kims-data"]),
            by("{n}", &["kims-net", &n, &n[..12]]),
            by("{e}", &[exec]),
        ]
    }

    /// Whatever the engine itself says of kim's.
    fn state_of_kims(&self) -> Vec<String> {
        // The engine tells these in no order: images that were made in the same second, say.
        let sorted = |arguments: &[&str]| {
            let said = self.docker(arguments);
            let mut lines: Vec<_> = said.lines().collect();
            lines.sort_unstable();
            lines.join("\n")
        };
        vec![
            self.docker(&["container", "inspect", "--size", "kims"]),
            self.docker(&["image", "inspect", "kims-image:1"]),
            self.docker(&["volume", "inspect", "kims-data"]),
            self.docker(&["network", "inspect", "kims-net"]),
            self.docker(&["logs", "kims"]),
            sorted(&["diff", "kims"]),
            sorted(&["ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}}"]),
            sorted(&["images", "--no-trunc", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}"]),
        ]
    }

    fn assert_untouched(&self, before: &[String]) {
        for (after, before) in self.state_of_kims().iter().zip(before) {
            let changed = after.lines().zip(before.lines()).find(|(after, before)| after != before);
            assert!(after == before, "{changed:?} in {after}");
        }
    }
}

pub(super) async fn ask(client: &mut Client, operation: Operation, target: &str, body: &str) -> Answer {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().to_string();
    let target = target.replace("{now}", &now);
    let mut request = Request::builder().method(operation.method()).uri(format!("/docker{target}"));
    if operation.body() == Body::Json {
        request = request.header("content-type", "application/json");
    }
    client.send(request, body).await
}

/// A name of the same kind that nothing has.
fn nowhere(name: &str) -> String {
    let (before, digits) = name.strip_prefix("sha256:").map_or(("", name), |digits| ("sha256:", digits));
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return format!("{before}{}", &"fedc0123456789ab".repeat(4)[..digits.len()]);
    }
    name.replace("kims", NOWHERE)
}

/// Whether an answer for another's is the same as for what isn't there, whoever asks.
async fn same_as_nowhere(client: &mut Client, theirs: &Theirs, attempt: &(Operation, String, String)) {
    let (operation, target, body) = attempt;
    for name in &theirs.names {
        let mut said = Vec::new();
        for name in [name.clone(), nowhere(name)] {
            let (target, body) =
                (target.replace(theirs.placeholder, &name), body.replace(theirs.placeholder, &name));
            let answer = ask(client, *operation, &target, &body).await;
            assert!(!answer.text.contains("kims") || name.contains("kims"), "{target}: {}", answer.text);
            said.push((answer.status, answer.text.replace(&name, "@")));
        }
        assert_eq!(said[0], said[1], "{} {target} {body} of {name}", operation.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_anothers_is_as_if_it_were_not_there() {
    let mut house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,exec,deploy,files").await;
    let lee = house.with_stack("lee", Role::Operator, "db", "logs,exec,deploy,files").await;
    let lea = house.with_stack("lea", Role::Viewer, "db", "logs,files").await;
    let id = house.furnish(&kim, "web", "kims").await;
    let own = house.furnish(&lee, "db", "lees").await;
    let mut client = Client::with_token(house.server.address, &kim);
    let exec = ask(&mut client, Operation::ContainerExec, "/containers/kims/exec", r#"{"Cmd":["id"]}"#).await;
    let exec: Value = serde_json::from_str(&exec.text).unwrap();
    let theirs = house.theirs(exec["Id"].as_str().unwrap());
    let before = house.state_of_kims();

    let owned = |it: &(Operation, &str, &str)| (it.0, it.1.to_owned(), it.2.to_owned());
    let attempts: Vec<_> = by_path().into_iter().chain(OTHERWISE.iter().map(owned)).collect();
    for token in [&lee, &lea] {
        let mut client = Client::with_token(house.server.address, token);
        for attempt in &attempts {
            let is_of =
                |it: &&Theirs| attempt.1.contains(it.placeholder) || attempt.2.contains(it.placeholder);
            let theirs = theirs.iter().find(is_of).expect("it names something of another's");
            same_as_nowhere(&mut client, theirs, attempt).await;
        }
        for (operation, target, body) in TAKEN {
            let answer = ask(&mut client, *operation, target, body).await;
            // The registry is asked whether it has it, and here is none.
            let unreachable = *operation == Operation::ImageCreate && answer.status == 502;
            let refused = answer.status.is_client_error() || unreachable;
            assert!(refused, "{target} {body}: {} {}", answer.status, answer.text);
            assert!(!answer.text.contains(&id[..12]), "{target} {body}: {}", answer.text);
        }
        for (operation, target) in LISTS {
            let answer = ask(&mut client, operation, target, "").await;
            for name in theirs.iter().flat_map(|it| &it.names).filter(|name| name.len() > 5) {
                assert!(!answer.text.contains(name), "{target} tells {name}: {}", answer.text);
            }
            if target == "/info" {
                let info: Value = serde_json::from_str(&answer.text).unwrap();
                assert_eq!(
                    (info["Containers"].as_u64(), info["Images"].as_u64()),
                    (Some(1), Some(1)),
                    "{info}"
                );
            }
        }
    }
    house.assert_untouched(&before);
    // And hers is all there for lee.
    assert_eq!(house.succeeds_as(&lee, &["ps", "--quiet", "--no-trunc"]), own);
    assert!(house.succeeds_as(&lee, &["logs", "lees"]).starts_with("said by"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_image_is_called_by_each_as_they_call_it() {
    let mut house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,exec,deploy,files").await;
    let lee = house.with_stack("lee", Role::Operator, "db", "logs,exec,deploy,files").await;
    for (stack, name) in [("web", "kims/secret:1"), ("db", "lees/plan:2")] {
        house.docker(&["tag", "busybox", name]);
        let id = house.docker(&["run", "--detach", "--init", name, "sleep", "1h"]);
        house.adopt(stack, Kind::Container, &id).await;
        while house.row(&id).await.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let image = house.docker(&["image", "inspect", "--format", "{{.Id}}", "busybox"]);
    for (token, own, others) in [(&kim, "kims/secret:1", "lees"), (&lee, "lees/plan:2", "kims")] {
        let mut client = Client::with_token(house.server.address, token);
        let lists = ["/docker/images/json", "/docker/system/df", "/api/images"];
        let of_one = ["json", "history"].map(|what| format!("/docker/images/{image}/{what}"));
        for path in lists.iter().map(|path| (*path).to_owned()).chain(of_one) {
            let said = client.get(&path).await.text;
            assert!(
                said.contains(own) && !said.contains(others) && !said.contains("busybox:"),
                "{path}: {said}"
            );
        }
    }

    // A guess at another's name for it is answered as one at a name that nobody gave.
    let mut lee = Client::with_token(house.server.address, &lee);
    let mut answers = Vec::new();
    for name in ["kims/secret:1", "kims/public:1"] {
        let filter = format!("/docker/containers/json?all=1&filters={{\"ancestor\":[\"{name}\"]}}");
        let asked = ["json", "history"].map(|what| format!("/docker/images/{name}/{what}"));
        for path in
            asked.into_iter().chain([filter.replace('"', "%22").replace('{', "%7B").replace('}', "%7D")])
        {
            let answer = lee.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {} {}", answer.status, answer.text);
            answers.push(answer.text.replace(name, "…"));
        }
    }
    assert_eq!(answers[..3], answers[3..]);
    for own in ["lees/plan:2", &image] {
        assert_eq!(lee.get(&format!("/docker/images/{own}/json")).await.status, 200, "{own}");
        let filter = format!("%7B%22ancestor%22:%5B%22{own}%22%5D%7D");
        let found = lee.get(&format!("/docker/containers/json?all=1&filters={filter}")).await;
        assert_eq!(found.json().as_array().map(Vec::len), Some(1), "{own}: {}", found.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_others_are_not_heard() {
    let mut house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,exec,deploy,files").await;
    let lee = house.with_stack("lee", Role::Viewer, "db", "").await;
    let id = house.furnish(&kim, "web", "kims").await;
    let own = house.run("lees");
    house.adopt("db", Kind::Container, &own).await;
    let mut events = house.begin(&lee, "GET /events", false).await;
    house.succeeds_as(&kim, &["exec", "kims", "true"]);
    house.succeeds_as(&kim, &["pause", "kims"]);
    house.succeeds_as(&kim, &["unpause", "kims"]);
    house.succeeds_as(&kim, &["network", "create", "kims-other"]);
    house.succeeds_as(&kim, &["network", "connect", "kims-other", "kims"]);
    house.succeeds_as(&kim, &["run", "--rm", "--volume", "kims-data:/d", "kims-image:1", "true"]);
    house.docker(&["tag", "kims-image:1", "kims-image:2"]);
    house.docker(&["pause", "lees"]);
    let heard = async {
        let mut heard = String::new();
        while !heard.contains(&own) {
            let mut bytes = [0; 4096];
            let read = events.read(&mut bytes).await.unwrap();
            assert!(read > 0, "the events ended");
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        heard
    };
    let heard = timeout(Duration::from_secs(20), heard).await.expect("lee's own event never came");
    assert!(!heard.contains("kims") && !heard.contains(&id), "{heard}");

    // As soon as it isn't of the stack, nothing more of it is heard.
    house.members().dissolve("db".parse().unwrap()).await.unwrap();
    house.docker(&["unpause", "lees"]);
    house.run("later");
    house.adopt("db", Kind::Container, &house.docker(&["inspect", "--format", "{{.Id}}", "later"])).await;
    house.docker(&["pause", "later"]);
    let heard = async {
        let mut heard = String::new();
        while !heard.contains("later") {
            let mut bytes = [0; 4096];
            let read = events.read(&mut bytes).await.unwrap();
            assert!(read > 0, "the events ended");
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        heard
    };
    let heard = timeout(Duration::from_secs(20), heard).await.expect("the later event never came");
    assert!(!heard.contains(&own), "{heard}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_sees_a_stack_puts_nothing_of_it_to_use_elsewhere() {
    let mut house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,exec,deploy,files").await;
    let lee = house.with_stack("lee", Role::Operator, "db", "logs,exec,deploy,files").await;
    house.furnish(&kim, "web", "kims").await;
    let own = house.furnish(&lee, "db", "lees").await;
    run(&["user", "scope", "lee", "web", ""], &house.server.data(), "").succeeded();
    // lee sees it.
    house.succeeds_as(&lee, &["inspect", "kims"]);
    house.succeeds_as(&lee, &["volume", "inspect", "kims-data"]);
    let before = house.state_of_kims();
    for arguments in [
        &["run", "--rm", "--volume", "kims-data:/d", "lees-image:1", "true"][..],
        &["run", "--rm", "--network", "kims-net", "lees-image:1", "true"],
        &["network", "connect", "kims-net", "lees"],
        &["network", "connect", "lees-net", "kims"],
        &["network", "disconnect", "kims-net", "kims"],
        &["volume", "create", "--label", "com.docker.compose.project=db", "kims-data"],
        &["run", "--rm", "--volumes-from", "kims", "lees-image:1", "true"],
        &["rm", "--force", "kims"],
        &["exec", "kims", "true"],
        &["logs", "kims"],
        &["cp", "kims:/etc/passwd", "-"],
    ] {
        let output = house.docker_as(&lee, arguments);
        assert!(!output.status.success(), "docker {arguments:?}");
    }
    house.assert_untouched(&before);
    assert_eq!(house.docker(&["inspect", "--format", "{{.Id}}", "lees"]), own);
    // What is as good as the host isn't connected to anything by a deployer, though it is of their stack.
    let host = house.docker(&[
        "run",
        "--detach",
        "--init",
        "--privileged",
        "--name",
        "host",
        "busybox",
        "sleep",
        "1h",
    ]);
    house.adopt("db", Kind::Container, &host).await;
    house.fails_as(&lee, &["network", "connect", "lees-net", "host"], "as good as root");
}

//! What reaches the engine through `/docker`, for whom: every operation of the API's description, the routes that it
//! doesn't list, and what only looks like one of them. The engine here records what arrives.

mod lies;
mod recorder;

use std::{fmt::Write, path::PathBuf};

use engine_api::{
    operation::{Body, Operation},
    version::{NEWEST, OLDEST},
};
use gate::{Role, Scopes};
use http::{HeaderMap, Method, Request};

use crate::{
    client::{Answer, Client},
    running::{PASSWORD, Running, data, open},
};
use recorder::{Arrived, FRESH, MARK, Recorder, id, image_id};

/// What arrives, for a person to review. Written anew with `BLESS=1`.
const MATRIX: &str = "tests/it/matrix.txt";

/// The routes that the engine serves and its description doesn't list.
const UNLISTED: [(Method, &str); 16] = [
    (Method::POST, "/grpc"),
    (Method::POST, "/moby.buildkit.v1.Control/Solve"),
    (Method::POST, "/build/cancel"),
    (Method::GET, "/debug/vars"),
    (Method::GET, "/debug/pprof/"),
    (Method::GET, "/debug/pprof/cmdline"),
    (Method::GET, "/debug/pprof/profile"),
    (Method::GET, "/debug/pprof/symbol"),
    (Method::GET, "/debug/pprof/trace"),
    (Method::GET, "/debug/pprof/heap"),
    (Method::GET, "/containers/thing/checkpoints"),
    (Method::POST, "/containers/thing/checkpoints"),
    (Method::DELETE, "/containers/thing/checkpoints/one"),
    (Method::GET, "/networks/"),
    (Method::OPTIONS, "/containers/json"),
    (Method::GET, "/images/thing/attestations"),
];

/// People with a token, what they may on everything, and whether their requests pass as they are. Their order is that
/// of the matrix's columns, behind anonymous and an admin's session.
const PEOPLE: [(&str, Role, &str, bool); 10] = [
    ("viewer", Role::Viewer, "", false),
    ("viewer-logs", Role::Viewer, "logs", false),
    ("viewer-files", Role::Viewer, "files", false),
    ("operator", Role::Operator, "", false),
    ("operator-logs", Role::Operator, "logs", false),
    ("operator-exec", Role::Operator, "exec", false),
    ("operator-deploy", Role::Operator, "deploy", false),
    ("operator-files", Role::Operator, "files", false),
    ("admin", Role::Admin, "", false),
    ("admin-raw", Role::Admin, "", true),
];

/// A server with all of them in front of an engine.
async fn server(engine: &Recorder, raw_api: bool) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let (store, people) = open(&data(folder.path()));
    drop(store);
    for (name, role, grants, raw) in PEOPLE {
        let password = server::Password::choose(PASSWORD.into()).unwrap();
        let name = server::Name::parse(name).unwrap();
        people.add(name.clone(), role, password, Scopes::everything(grants.parse().unwrap())).await.unwrap();
        people.set_raw(name, raw).await.unwrap();
    }
    let host = engine.host();
    Running::with(folder, |config| {
        config.engine = Some(host);
        config.raw_api = raw_api;
    })
    .await
}

/// `{"email":"canary"}`: nobody that a registry would be told of.
const NOBODY: &str = "eyJlbWFpbCI6ImNhbmFyeSJ9";

/// Somebody who asks.
struct Actor<'a> {
    name: &'static str,
    server: &'a Running,
    client: Client,
    raw: bool,
    /// What is said along with each request.
    headers: &'static [(&'static str, &'static str)],
}

impl<'a> Actor<'a> {
    async fn with_token(name: &'static str, of: &str, server: &'a Running, raw: bool) -> Self {
        let client = Client::with_token(server.address, &server.token_of(of, None).await);
        Self { name, server, client, raw, headers: &[] }
    }

    async fn ask(&mut self, method: &Method, target: &str, body: &str) -> Answer {
        let request = Request::builder().method(method).uri(format!("/docker{target}"));
        let mut request = request.header(MARK, "canary").header("x-registry-auth", NOBODY);
        if self.client.cookie().is_some() {
            request = request.header("origin", format!("http://{}", self.server.address));
        } else {
            request = request.header("cookie", "canary=1");
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        self.client.send(request, body).await
    }
}

/// Who asks, in the order of the matrix's columns.
async fn actors<'a>(on: &'a Running, off: &'a Running) -> Vec<Actor<'a>> {
    let mut actors = vec![
        Actor { name: "anonymous", server: on, client: on.client(), raw: false, headers: &[] },
        Actor {
            name: "admin's session",
            server: on,
            client: on.client_of("admin-raw").await,
            raw: false,
            headers: &[],
        },
    ];
    for (name, _, _, raw) in PEOPLE {
        actors.push(Actor::with_token(name, name, on, raw).await);
    }
    actors.push(Actor::with_token("admin-raw, switched off", "admin-raw", off, false).await);
    actors
}

/// A request that is as small as it can be.
struct Minimal {
    method: Method,
    path: String,
    query: &'static str,
    body: &'static str,
    operation: Option<Operation>,
}

impl Minimal {
    fn of(operation: Operation) -> Self {
        use Operation as O;
        let query = match operation {
            O::ImageCreate => "?fromImage=fresh&tag=1",
            O::ContainerRename => "?name=fresh",
            O::ContainerArchive | O::ContainerArchiveInfo | O::PutContainerArchive => "?path=%2Fx",
            O::ImageSearch => "?term=x",
            _ => "",
        };
        let body = match operation {
            O::ContainerCreate => r#"{"Image":"thing"}"#,
            O::ContainerUpdate => r#"{"Memory":67108864}"#,
            O::ContainerExec => r#"{"Cmd":["id"]}"#,
            O::ExecStart => r#"{"Detach":false}"#,
            O::VolumeCreate | O::NetworkCreate => r#"{"Name":"fresh"}"#,
            O::NetworkConnect | O::NetworkDisconnect => r#"{"Container":"thing"}"#,
            _ if operation.body() == Body::Json => "{}",
            _ => "",
        };
        let path = if operation.path().starts_with("/exec/") {
            operation.path().replace("{id}", &id())
        } else {
            operation.path().replace("{id}", "thing").replace("{name}", "thing")
        };
        Self { method: operation.method(), path, query, body, operation: Some(operation) }
    }

    /// One of a route that isn't described.
    fn unlisted(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned(), query: "", body: "", operation: None }
    }

    /// All that there are, described or not.
    fn all() -> impl Iterator<Item = Self> {
        let described = Operation::ALL.iter().map(|operation| Self::of(*operation));
        described.chain(UNLISTED.into_iter().map(|(method, path)| Self::unlisted(method, path)))
    }

    /// What arrives of it when it is asked anew: its own version, and full ids.
    fn anew(&self) -> String {
        let object = match self.operation.map(Operation::path) {
            _ if self.operation == Some(Operation::ImageDelete) => "thing".to_owned(),
            Some(path) if path.starts_with("/containers/{") || path.starts_with("/networks/{") => id(),
            Some(path) if path.starts_with("/images/{") => image_id(),
            _ => "thing".to_owned(),
        };
        format!("{} /v1.51{}{}", self.method, self.path.replace("thing", &object), self.query)
    }
}

/// What may be looked up before something is decided about: what the request names, and nothing else.
fn assert_looks(looks: &[Arrived], who: &str) {
    let named = ["thing", FRESH, &id(), &image_id()];
    for Arrived { line, headers, body } in looks {
        let inspects = |name: &&str| {
            ["/containers/@/json", "/images/@/json", "/volumes/@", "/networks/@"]
                .iter()
                .any(|path| *line == format!("GET /v1.51{}", path.replace('@', name)))
        };
        assert!(named.iter().any(inspects), "{who}: {line} arrived");
        assert!(body.is_empty(), "{who}: {line}: {body}");
        assert_own_headers(headers, who);
    }
    assert!(looks.len() <= 2, "{who}: {looks:?}");
}

/// Headers that are ours, and nothing of the client's.
fn assert_own_headers(headers: &HeaderMap, who: &str) {
    for (name, value) in headers {
        let known = ["host", "content-type", "content-length"];
        assert!(known.contains(&name.as_str()), "{who}: the header {name} arrived");
        assert!(!value.as_bytes().windows(6).any(|it| it == b"canary"), "{who}: {name}: {value:?}");
    }
}

/// Whether a request of an actor's arrives. What is looked up before it isn't counted.
async fn arrives(actor: &mut Actor<'_>, engine: &Recorder, asked: &Minimal, prefix: &str) -> bool {
    let target = format!("{prefix}{}{}", asked.path, asked.query);
    let who = format!("{} {} {target}", actor.name, asked.method);
    if asked.operation.is_some_and(|it| it.path().starts_with("/exec/")) {
        // One that they made themself, if they may.
        actor.ask(&Method::POST, "/containers/thing/exec", r#"{"Cmd":["id"]}"#).await;
        engine.arrived();
    }
    let answer = actor.ask(&asked.method, &target, asked.body).await;
    let mut arrived = engine.arrived();
    if asked.operation == Some(Operation::ContainerCreate) && !actor.raw && answer.status.is_success() {
        // What was made is looked at once: volumes without a name belong to its stack, too.
        assert_looks(&arrived.split_off(arrived.len() - 1), &who);
    }
    if !answer.status.is_success() {
        assert!(answer.status.is_client_error(), "{who}: {} {}", answer.status, answer.text);
        assert_looks(&arrived, &who);
        assert!(!actor.raw || arrived.is_empty(), "{who}: {}, and {arrived:?} arrived", answer.status);
        return false;
    }
    let (itself, looks) = arrived.split_last().unwrap_or_else(|| panic!("{who}: nothing arrived"));
    if actor.raw {
        assert!(looks.is_empty(), "{who}: {looks:?} arrived, too");
        assert_eq!(itself.line, format!("{} {target}", asked.method), "{who}");
        assert_eq!(itself.body, asked.body, "{who}");
        assert!(itself.headers.contains_key(MARK) && !itself.headers.contains_key("cookie"), "{who}");
        for (name, _) in actor.headers {
            assert!(!itself.headers.contains_key(*name), "{who}: the header {name} arrived");
        }
    } else {
        assert_looks(looks, &who);
        assert_eq!(itself.line, asked.anew(), "{who}");
        assert_own_headers(&itself.headers, &who);
        assert_eq!(itself.body.is_empty(), asked.body.is_empty(), "{who}: {}", itself.body);
    }
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_the_matrix_arrives() {
    let engine = Recorder::start();
    let (on, off) = (server(&engine, true).await, server(&engine, false).await);
    engine.until_quiet(2).await;
    let mut actors = actors(&on, &off).await;
    let versions = (OLDEST.minor..=NEWEST.minor).map(|minor| format!("/v1.{minor}"));
    let prefixes: Vec<_> = std::iter::once(String::new()).chain(versions).collect();
    let mut matrix = String::from("What reaches the engine through /docker: x it does, . nothing does.\n\n");
    for (place, actor) in actors.iter().enumerate() {
        writeln!(matrix, "{}{} {}", "|".repeat(place), "-".repeat(actors.len() - place), actor.name).unwrap();
    }
    for asked in Minimal::all() {
        let mut row = String::new();
        for actor in &mut actors {
            let mut arrived = Vec::new();
            for prefix in &prefixes {
                arrived.push(arrives(actor, &engine, &asked, prefix).await);
            }
            let same = arrived.iter().all(|one| *one == arrived[0]);
            assert!(same, "{} {} {}: {arrived:?}", actor.name, asked.method, asked.path);
            row.push(if arrived[0] { 'x' } else { '.' });
        }
        writeln!(matrix, "{row} {} {}", asked.method, asked.path.replace(&id(), "thing")).unwrap();
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(MATRIX);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &matrix).unwrap();
    }
    assert_eq!(matrix, std::fs::read_to_string(file).unwrap_or_default());
}

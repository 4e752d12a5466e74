//! Pulling and creating, as jobs.

use http::Method;
use serde_json::{Value, json};
use testbed::{Registry, Release};
use wire::{Advice, Job, JobId, JobState, Known, LayerStatus};

use super::{House, page::Page, send};
use crate::{
    cli::run,
    running::{PASSWORD, open},
};

/// Begins a job and follows it to its end.
async fn follow(house: &mut House, page: &mut Page, path: &str, body: Value) -> Job {
    let started = house.does(Method::POST, path, body).await;
    let id = JobId(started["job"].as_u64().unwrap());
    page.until(|known| known.jobs.get(&id).is_some_and(|row| !row.running)).await;
    job(page.known.as_ref().unwrap(), id)
}

/// A job as the page opens it.
fn job(known: &Known, id: JobId) -> Job {
    known.jobs[&id].job.open().unwrap()
}

async fn page(house: &House) -> Page {
    let ada = house.server.client_of("ada").await;
    Page::open(house.server.address, ada.cookie().unwrap(), None).await
}

#[track_caller]
fn failed(job: &Job) -> (&str, Advice) {
    let JobState::Failed { failure, .. } = &job.state else { panic!("it didn't fail: {job:?}") };
    (&failure.message, failure.advice)
}

on_both_releases!(a_missing_image_is_pulled_layer_by_layer_and_its_container_started);

async fn a_missing_image_is_pulled_layer_by_layer_and_its_container_started(release: Release) {
    let mut house = House::new(release).await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    let image = registry.push_web_image(&house.engine, "web:1", 3, "served").unwrap();
    let mut page = page(&house).await;
    let spec = json!({
        "image": image,
        "name": "web",
        "ports": [{"public": 18080, "private": 80}],
        "env": [{"name": "MOTTO", "value": "a b"}],
        "mounts": [{"source": "data", "target": "/data"}],
        "labels": [["team", "blue"]],
        "restart": "unless-stopped",
        "memory": 64 << 20,
    });
    let job = follow(&mut house, &mut page, "/api/containers", json!({"spec": spec, "start": true})).await;
    let JobState::Done { container: Some(id), .. } = job.state else { panic!("{job:?}") };
    assert!(job.layers.len() >= 3, "{:?}", job.layers);
    assert!(
        job.layers.iter().all(|it| matches!(it.status, LayerStatus::Complete | LayerStatus::Exists)),
        "{job:?}"
    );
    assert_eq!(house.state(&id.to_string()).await, "running");
    assert!(house.engine.fetch(18080, "/").unwrap().contains("served"));
    let format =
        "{{.Config.Env}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.Memory}} {{.Config.Labels.team}}";
    let made = house.docker(&["inspect", "--format", format, "web"]);
    assert!(made.contains("MOTTO=a b") && made.ends_with("unless-stopped 67108864 blue"), "{made}");
    assert_eq!(house.docker(&["volume", "ls", "--quiet"]), "data");
}

on_both_releases!(what_can_not_be_made_says_why_and_leaves_nothing_unsaid);

async fn what_can_not_be_made_says_why_and_leaves_nothing_unsaid(release: Release) {
    let mut house = House::new(release).await;
    let mut page = page(&house).await;
    let create = |spec: Value| json!({"spec": spec, "start": true});
    house.docker(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "web",
        "--publish",
        "18080:80",
        "busybox",
        "sleep",
        "1h",
    ]);

    let job =
        follow(&mut house, &mut page, "/api/containers", create(json!({"image": "busybox", "name": "web"})))
            .await;
    let (message, advice) = failed(&job);
    assert!(
        message.contains("name \"/web\" is already in use") && advice == Advice::ChooseOtherName,
        "{message}"
    );

    let taken = json!({"image": "busybox", "name": "shop", "ports": [{"public": 18080, "private": 80}]});
    let job = follow(&mut house, &mut page, "/api/containers", create(taken)).await;
    let (message, advice) = failed(&job);
    assert!(message.contains("port is already allocated") && advice == Advice::ChooseOtherPort, "{message}");
    let JobState::Failed { container: Some(id), .. } = &job.state else { panic!("{job:?}") };
    assert_eq!(house.state(&id.to_string()).await, "created", "it exists, and the job says so");

    let unknown = json!({"image": "127.0.0.1:9/nobody/nothing:1"});
    let job = follow(&mut house, &mut page, "/api/containers", create(unknown)).await;
    assert!(failed(&job).0.contains("127.0.0.1:9"), "{job:?}");

    let (status, message, _) = house
        .fails(Method::POST, "/api/containers", create(json!({"image": "busybox", "name": "a b"})))
        .await;
    assert!(status == 400 && message.contains("name"), "{message}");
    let (status, message, _) = house
        .fails(Method::POST, "/api/containers", json!({"spec": {"image": "busybox"}, "privileged": true}))
        .await;
    assert!(status == 400 && message.contains("privileged"), "{message}");
}

on_both_releases!(why_it_failed_is_told_to_admins_and_to_whoever_asked);

/// The engine's words quote the command, which viewers don't see.
async fn why_it_failed_is_told_to_admins_and_to_whoever_asked(release: Release) {
    const SECRET: &str = "canary-41ce";
    let house = House::new(release).await;
    run(&["user", "scope", "otto", "everything", "deploy"], &house.server.data(), "").succeeded();
    let open = async |name: &str| {
        let client = house.server.client_of(name).await;
        Page::open(house.server.address, client.cookie().unwrap(), None).await
    };
    // Says that it knows more than there is: it is told everything anew.
    let ahead = async |epoch: u64| {
        let client = house.server.client_of("vera").await;
        Page::open(house.server.address, client.cookie().unwrap(), Some((epoch, u64::MAX))).await
    };
    let mut pages = [open("ada").await, open("otto").await, open("vera").await];
    let spec = json!({"spec": {"image": "busybox", "command": [SECRET]}, "start": true});
    for (by, told) in [("ada", [true, false, false]), ("otto", [true, true, false])] {
        let mut client = house.client_with_token_of(by).await;
        let started = send(&mut client, Method::POST, "/api/containers", &spec).await;
        let id = JobId(started.json()["job"].as_u64().unwrap_or_else(|| panic!("{}", started.text)));
        let ended = |known: &Known| known.jobs.get(&id).is_some_and(|row| !row.running);
        // One that was open before, and one that is opened then.
        let mut opened = [open("ada").await, open("otto").await, open("vera").await];
        for (page, told) in pages.iter_mut().zip(told).chain(opened.iter_mut().zip(told)) {
            page.until(ended).await;
            let job = job(page.known.as_ref().unwrap(), id);
            let (message, _) = failed(&job);
            assert_eq!(message.contains(SECRET), told, "{message}");
            let left_out = format!("why it failed is told to {by} and to admins");
            assert!(told || message == left_out, "{message}");
        }
        let mut late = ahead(opened[0].hello.epoch).await;
        late.until(ended).await;
        let job = job(late.known.as_ref().unwrap(), id);
        assert!(!failed(&job).0.contains(SECRET), "{}", failed(&job).0);
    }
}

/// A registry that takes connections and never answers: a pull from it lasts until something ends it.
struct SilentRegistry(std::process::Child);

impl SilentRegistry {
    fn start(house: &House) -> Self {
        // perl-base is on every Debian.
        let script = "$socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1:5999', Listen => 9) or die; \
                      $| = 1; print qq(up\\n); sleep 600";
        let mut command = house.engine.in_network("perl");
        let arguments = ["-MIO::Socket::INET", "-e", script];
        let mut process = command.args(arguments).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let mut up = [0; 2];
        std::io::Read::read_exact(process.stdout.as_mut().unwrap(), &mut up).unwrap();
        Self(process)
    }
}

impl Drop for SilentRegistry {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

on_both_releases!(a_pull_is_cancelled_and_says_so);

async fn a_pull_is_cancelled_and_says_so(release: Release) {
    let mut house = House::new(release).await;
    let mut page = page(&house).await;
    let _registry = SilentRegistry::start(&house);
    let started = house.does(Method::POST, "/api/images", json!({"reference": "127.0.0.1:5999/web:1"})).await;
    let id = JobId(started["job"].as_u64().unwrap());
    page.until(|known| known.jobs.get(&id).is_some()).await;
    house.does(Method::DELETE, &format!("/api/jobs/{}", id.0), Value::Null).await;
    page.until(|known| job(known, id).state == JobState::Cancelled && job(known, id).ended.is_some()).await;
    house.does(Method::DELETE, &format!("/api/jobs/{}", id.0), Value::Null).await;
    page.until(|known| known.jobs.get(&id).is_none()).await;
    let (status, ..) = house.fails(Method::DELETE, &format!("/api/jobs/{}", id.0), Value::Null).await;
    assert_eq!(status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_began_ends_with_their_rights() {
    let house = House::new(Release::V28).await;
    let (_, people) = open(&house.server.data());
    people
        .add(
            server::Name::parse("eve").unwrap(),
            gate::Role::Admin,
            server::Password::choose(PASSWORD.into()).unwrap(),
            gate::Scopes::everything(gate::Grants::NONE),
        )
        .await
        .unwrap();
    let mut eve = house.client_with_token_of("eve").await;
    let mut page = page(&house).await;
    let _registry = SilentRegistry::start(&house);
    let pull = json!({"reference": "127.0.0.1:5999/web:1"});
    let started: Value =
        serde_json::from_str(&send(&mut eve, Method::POST, "/api/images", &pull).await.text).unwrap();
    let id = JobId(started["job"].as_u64().unwrap());
    page.until(|known| known.jobs.get(&id).is_some()).await;
    people.set_disabled(server::Name::parse("eve").unwrap(), true).await.unwrap();
    page.until(|known| job(known, id).state == JobState::Cancelled).await;
}

/// Whoever finds a token that is good for little learns nothing of what its owner does, and a revoked one does nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_learns_of_no_job_that_it_could_not_begin_and_begins_none_that_outlives_it() {
    let mut house = House::new(Release::V28).await;
    let _registry = SilentRegistry::start(&house);
    let narrow = house.server.token_of("ada", Some(gate::Role::Operator)).await;
    let pull = json!({"reference": "127.0.0.1:5999/web:1"});
    let started = house.does(Method::POST, "/api/images", pull.clone()).await;
    let id = JobId(started["job"].as_u64().unwrap());
    let mut page = page(&house).await;
    page.until(|known| known.jobs.get(&id).is_some()).await;
    let mut client = crate::client::Client::with_token(house.server.address, &narrow);
    let cancel = format!("/api/jobs/{}", id.0);
    assert_eq!(send(&mut client, Method::DELETE, &cancel, &Value::Null).await.status, 404);
    for listed in ["/api/account/tokens", "/api/sessions"] {
        assert_eq!(client.get(listed).await.status, 403, "{listed}");
    }
    assert_eq!(job(page.known.as_ref().unwrap(), id).state, JobState::Running);

    let data = house.server.data();
    let tokens = run(&["token", "list"], &data, "").succeeded();
    for token in tokens.lines().filter_map(|line| line.split_whitespace().next()).filter(|it| it.len() == 16)
    {
        run(&["token", "revoke", token], &data, "").succeeded();
    }
    page.until(|known| job(known, id).state == JobState::Cancelled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_the_places_of_all_jobs() {
    let mut house = House::new(Release::V28).await;
    let mut eve = house.client_with_token_of("otto").await;
    run(&["user", "scope", "otto", "everything", "deploy"], &house.server.data(), "").succeeded();
    let _registry = SilentRegistry::start(&house);
    let pull = json!({"reference": "127.0.0.1:5999/web:1"});
    for _ in 0..6 {
        house.does(Method::POST, "/api/images", pull.clone()).await;
    }
    let (status, message, _) = house.fails(Method::POST, "/api/images", pull.clone()).await;
    assert_eq!(status, 429, "{message}");
    let others = send(&mut eve, Method::POST, "/api/images", &pull).await;
    assert!(others.status != 429, "{}", others.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_began_ends_with_the_grant_for_it() {
    let house =
        House::with(Release::V28, |config| config.deploy.registries.push("127.0.0.1:5999".into())).await;
    let scope = |scope: &[&str]| {
        run(&[&["user", "scope", "otto"][..], scope].concat(), &house.server.data(), "").succeeded()
    };
    scope(&["everything", "deploy,logs"]);
    let mut otto = house.client_with_token_of("otto").await;
    let mut page = page(&house).await;
    let _registry = SilentRegistry::start(&house);
    let begin = async |otto: &mut crate::client::Client, page: &mut Page, tag: &str| {
        let pull = json!({"reference": format!("127.0.0.1:5999/web:{tag}")});
        let started = send(otto, Method::POST, "/api/images", &pull).await;
        let id = started.json()["job"].as_u64().unwrap_or_else(|| panic!("{}", started.text));
        page.until(|known| known.jobs.get(&JobId(id)).is_some()).await;
        JobId(id)
    };
    let first = begin(&mut otto, &mut page, "1").await;
    // More than before is nothing less; then one of those is gone that were there.
    scope(&["everything", "deploy,logs,files"]);
    scope(&["media", "logs"]);
    let second = begin(&mut otto, &mut page, "2").await;
    assert_eq!(job(page.known.as_ref().unwrap(), first).state, JobState::Running);
    scope(&["everything", "logs,files"]);
    let ended = |known: &Known, id| job(known, id).state == JobState::Cancelled;
    page.until(|known| ended(known, first) && ended(known, second)).await;
}

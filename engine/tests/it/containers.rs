//! The life of a container.

use std::collections::BTreeMap;

use engine::{Client, Error};
use engine_api::{
    Id,
    call::{Filters, Seconds},
    container::*,
    frame::Source,
    reply::Outcome,
};
use futures_util::TryStreamExt;
use http::StatusCode;

use crate::real::{RELEASES, client, shared};

fn body(script: &str) -> ContainerBody {
    ContainerBody {
        image: "busybox".into(),
        cmd: vec!["sh".into(), "-c".into(), script.into()],
        ..Default::default()
    }
}

async fn create(client: &Client, name: &str, body: ContainerBody) -> Id {
    client.call(&CreateContainer { name: name.into(), platform: String::new(), body }).await.unwrap().id
}

async fn inspect(client: &Client, id: Id) -> Container {
    client.call(&InspectContainer { container: id.to_string() }).await.unwrap()
}

#[tokio::test]
async fn a_container_lives_and_dies() {
    for release in RELEASES {
        let client = client(shared(release));
        let id = create(&client, "life", body("trap 'exit 7' TERM; while :; do sleep 0.1; done")).await;
        let row = || async {
            let filters = Filters::new().with("id", id.to_string());
            let rows = client.call(&ListContainers { all: true, filters }).await.unwrap();
            let [row] = &rows[..] else { panic!("{rows:?}") };
            (row.name().to_owned(), row.state)
        };
        assert_eq!(row().await, ("life".to_owned(), State::Created));

        assert_eq!(client.call(&Start { id }).await.unwrap(), Outcome::Done);
        assert_eq!(client.call(&Start { id }).await.unwrap(), Outcome::AlreadySo);
        assert_eq!(row().await.1, State::Running);
        client.call(&Pause { id }).await.unwrap();
        assert_eq!(row().await.1, State::Paused);
        client.call(&Unpause { id }).await.unwrap();
        client.call(&Rename { id, name: "afterlife".into() }).await.unwrap();
        assert_eq!(row().await, ("afterlife".to_owned(), State::Running));
        client.call(&Restart { id, timeout: Some(Seconds(5)) }).await.unwrap();
        let state = inspect(&client, id).await.state;
        assert!(state.running && state.pid > 0 && state.started_at.is_some());

        assert_eq!(client.call(&Stop { id, timeout: Some(Seconds(5)) }).await.unwrap(), Outcome::Done);
        assert_eq!(client.call(&Stop { id, timeout: None }).await.unwrap(), Outcome::AlreadySo);
        let state = inspect(&client, id).await.state;
        assert_eq!((state.status, state.exit_code), (State::Exited, 7));

        client.call(&Start { id }).await.unwrap();
        let (wait, kill) = (Wait { id }, Kill { id, signal: Signal::Kill });
        let (killed, exit) = tokio::join!(client.call(&kill), client.call(&wait));
        killed.unwrap();
        assert_eq!(exit.unwrap().status_code, 137);

        client.call(&RemoveContainer { id, force: false, volumes: true }).await.unwrap();
        let gone = client.call(&InspectContainer { container: id.to_string() }).await.unwrap_err();
        assert!(gone.is_not_found());
        assert_eq!(gone.to_string(), format!("No such container: {id}"));
    }
}

#[tokio::test]
async fn a_container_is_what_its_body_says() {
    for release in RELEASES {
        let client = client(shared(release));
        let http = "80/tcp".parse().unwrap();
        let mut wanted = body("sleep 100");
        wanted.env = vec!["GREETING=hi there".into()];
        wanted.exposed_ports = [http].into();
        wanted.labels = [("tier".to_owned(), "web".to_owned())].into();
        wanted.host_config = HostConfigBody {
            mounts: vec![
                MountBody {
                    kind: MountKind::Volume,
                    source: "wanted-data".into(),
                    target: "/data".into(),
                    read_only: false,
                    ..MountBody::default()
                },
                MountBody {
                    kind: MountKind::Bind,
                    source: "/tmp".into(),
                    target: "/host".into(),
                    read_only: true,
                    ..MountBody::default()
                },
            ],
            port_bindings: [(
                http,
                vec![PortBinding { host_ip: "127.0.0.1".into(), host_port: "18081".into() }],
            )]
            .into(),
            restart_policy: RestartPolicy { name: RestartPolicyName::OnFailure, maximum_retry_count: 2 },
            memory: 32 << 20,
            nano_cpus: 250_000_000,
            pids_limit: Some(50),
            init: Some(true),
            ..Default::default()
        };
        let id = create(&client, "wanted", wanted).await;
        client.call(&Start { id }).await.unwrap();

        let is = inspect(&client, id).await;
        assert!(is.config.env.contains(&"GREETING=hi there".to_owned()));
        assert_eq!(is.config.labels, BTreeMap::from([("tier".to_owned(), "web".to_owned())]));
        let host = &is.host_config;
        assert_eq!((host.memory, host.nano_cpus, host.pids_limit), (32 << 20, 250_000_000, Some(50)));
        assert_eq!(
            (host.restart_policy.name, host.restart_policy.maximum_retry_count),
            (RestartPolicyName::OnFailure, 2)
        );
        assert_eq!(is.network_settings.ports[&http][0].host_port, "18081");
        let mut mounts: Vec<_> =
            is.mounts.iter().map(|it| (it.destination.as_str(), it.kind, it.writable)).collect();
        mounts.sort_unstable();
        assert_eq!(mounts, [("/data", MountKind::Volume, true), ("/host", MountKind::Bind, false)]);

        let raw = client.call(&InspectContainerRaw { container: "wanted".into() }).await.unwrap();
        let raw: serde_json::Value = serde_json::from_slice(&raw).unwrap();
        assert_eq!(raw["Id"], id.to_string());

        client.call(&RemoveContainer { id, force: true, volumes: true }).await.unwrap();
    }
}

#[tokio::test]
async fn output_comes_as_it_was_written() {
    for release in RELEASES {
        let client = client(shared(release));
        let script = "echo out; echo err >&2; printf '%040000d' 0; printf '\\351\\n'";
        let framed = create(&client, "framed", body(script)).await;
        let mut with_terminal = body("echo out; echo err >&2");
        with_terminal.tty = true;
        let terminal = create(&client, "terminal", with_terminal).await;
        for id in [framed, terminal] {
            let wait = Wait { id };
            client.call(&Start { id }).await.unwrap();
            client.call(&wait).await.unwrap();
        }
        let part = LogsQuery {
            follow: true,
            stdout: true,
            stderr: true,
            timestamps: false,
            since: None,
            tail: Tail::All,
        };
        let frames = client.stream(&Logs { id: framed, part: part.clone() }).await.unwrap();
        let frames: Vec<_> = frames.try_collect().await.unwrap();
        let of = |source| -> Vec<u8> {
            frames.iter().filter(|it| it.source == source).flat_map(|it| it.bytes.to_vec()).collect()
        };
        assert_eq!(of(Source::Stderr), b"err\n");
        assert!(of(Source::Stdout).starts_with(b"out\n000") && of(Source::Stdout).len() > 40_000);
        assert!(frames.iter().all(|frame| frame.bytes.len() <= 16 << 10), "the engine cuts at 16 KiB");

        let chunks = client.stream(&LogsOfTerminal { id: terminal, part }).await.unwrap();
        let chunks: Vec<_> = chunks.try_collect().await.unwrap();
        assert_eq!(chunks.concat(), b"out\r\nerr\r\n");
        for id in [framed, terminal] {
            client.call(&RemoveContainer { id, force: true, volumes: true }).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_refusal_keeps_the_engines_own_words() {
    for release in RELEASES {
        let client = client(shared(release));
        let id = create(&client, "taken", body("true")).await;
        let create = CreateContainer { name: "taken".into(), platform: String::new(), body: body("true") };
        let Err(Error::Engine { what, status, message }) = client.call(&create).await else {
            panic!("two containers of one name")
        };
        assert_eq!((status, what.object.as_str()), (StatusCode::CONFLICT, "taken"));
        assert!(message.contains("is already in use by container"), "{message}");

        let mut missing = body("true");
        missing.image = "nosuchimage:1".into();
        let error = client
            .call(&CreateContainer { name: String::new(), platform: String::new(), body: missing })
            .await
            .unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.to_string(), "No such image: nosuchimage:1");

        let error = client.call(&Pause { id }).await.unwrap_err();
        assert!(error.to_string().contains("is not running"), "{error}");
        client.call(&RemoveContainer { id, force: true, volumes: true }).await.unwrap();
    }
}

use bytes::Bytes;

use super::{
    event::{Action, Kind, Scope},
    *,
};
use crate::{jsonl::Lines, reply::Decoder};

fn read(lines: &'static [u8]) -> Vec<Event> {
    let mut input = Bytes::from_static(lines);
    let mut decoder = Lines::<Event>::default();
    let mut events = Vec::new();
    while let Some(event) = decoder.next(&mut input) {
        events.push(event.unwrap());
    }
    events
}

#[test]
fn events_of_both_ends_of_the_range_are_known() {
    for lines in [
        &include_bytes!("../../testdata/20.10/events.jsonl")[..],
        include_bytes!("../../testdata/28/events.jsonl"),
    ] {
        let events = read(lines);
        assert!(events.len() > 50);
        for event in &events {
            assert!(event.kind != Kind::Unknown && event.action != Action::Unknown, "{event:?}");
            assert_eq!(event.scope, Scope::Local);
            assert!(
                event.time > 0 && event.time_nano / 1_000_000_000 == event.time && !event.actor.id.is_empty()
            );
        }
        let health = events.iter().find(|event| event.action == Action::Healthy).unwrap();
        assert_eq!(health.kind, Kind::Container);
        for (kind, action) in [
            (Kind::Network, Action::Connect),
            (Kind::Network, Action::Disconnect),
            (Kind::Volume, Action::Mount),
        ] {
            let event = events.iter().find(|event| (event.kind, event.action) == (kind, action)).unwrap();
            assert!(event.actor.attributes.container.is_some(), "{event:?}");
        }
    }
}

#[test]
fn an_event_that_nobody_knows_is_unknown() {
    let lines = br#"{"Type":"hologram","Action":"project: x","Actor":{"ID":"a","Attributes":null},"scope":"galaxy","time":1}"#;
    let mut lines = lines.to_vec();
    lines.push(b'\n');
    let mut decoder = Lines::<Event>::default();
    let event = decoder.next(&mut lines.into()).unwrap().unwrap();
    assert_eq!((event.kind, event.action, event.scope), (Kind::Unknown, Action::Unknown, Scope::Unknown));
}

#[test]
fn an_action_is_known_by_what_stands_before_the_colon() {
    assert_eq!(Action::from_name("health_status: healthy"), Action::Healthy);
    assert_eq!(Action::from_name("health_status: running"), Action::HealthStatus);
    assert_eq!(Action::from_name("exec_create: sh -c 'a: b'"), Action::ExecCreate);
    assert_eq!(Action::from_name("start").name(), "start");
}

#[test]
fn what_engines_say_of_themselves_is_read() {
    let versions =
        [include_str!("../../testdata/20.10/version.json"), include_str!("../../testdata/28/version.json")];
    for (text, (version, api, minimum)) in
        versions.iter().zip([("20.10", "1.41", "1.12"), ("28.5", "1.51", "1.24")])
    {
        let read: EngineVersion = serde_json::from_str(text).unwrap();
        assert!(read.version.starts_with(version));
        assert_eq!(read.api_version, Some(api.parse().unwrap()));
        assert_eq!(read.min_api_version, Some(minimum.parse().unwrap()));
        let parts: Vec<&str> = read.components.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(parts, ["Engine", "containerd", "runc", "docker-init"]);
        assert!(read.components[1].details.contains_key("GitCommit"));
    }
    for text in [include_str!("../../testdata/20.10/info.json"), include_str!("../../testdata/28/info.json")]
    {
        let info: EngineInfo = serde_json::from_str(text).unwrap();
        assert_eq!((info.containers, info.containers_paused, info.containers_stopped), (4, 1, 2));
        assert_eq!(
            (info.name.as_str(), info.driver.as_str(), info.os_type.as_str()),
            ("host", "overlay2", "linux")
        );
        assert_eq!(
            (info.docker_root_dir.as_str(), info.default_runtime.as_str()),
            ("/var/lib/docker", "runc")
        );
        assert!(
            info.runtimes.contains_key("runc") && !info.security_options.is_empty() && info.mem_total > 0
        );
        assert_eq!(info.driver_status[0].0, "Backing Filesystem");
        assert_eq!(info.swarm.local_node_state, "inactive");
    }
}

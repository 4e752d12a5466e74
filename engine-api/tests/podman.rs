//! What Podman's socket answers is read too. It says less than Docker, and some of it otherwise.

#![allow(clippy::unwrap_used, reason = "a test fails where it goes wrong")]

use bytes::Bytes;
use engine_api::{
    container::{Container, ContainerSummary, State},
    image::{Image, ImageSummary},
    jsonl::Lines,
    network::Network,
    reply::Decoder,
    system::{
        event::{Event, Kind},
        info::{EngineInfo, EngineVersion},
    },
    version::negotiate,
    volume::VolumeList,
};
use serde::de::DeserializeOwned;

/// What was captured from Podman 4.3.
macro_rules! captured {
    ($name:literal) => {
        include_str!(concat!("../testdata/podman-4.3/", $name))
    };
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

#[test]
fn containers_are_read() {
    let [row]: [ContainerSummary; 1] = read::<Vec<_>>(captured!("containers.json")).try_into().unwrap();
    assert_eq!(
        (row.name(), row.state, row.image.as_str()),
        ("web", State::Created, "docker.io/library/busybox:latest")
    );
    let web: Container = read(captured!("container-web.json"));
    assert_eq!((web.id, web.name(), web.state.status), (row.id, "web", State::Created));
    assert_eq!(web.image, row.image_id);
    assert!(web.created.is_some() && web.state.started_at.is_none());
}

#[test]
fn images_volumes_and_networks_are_read() {
    let [row]: [ImageSummary; 1] = read::<Vec<_>>(captured!("images.json")).try_into().unwrap();
    let image: Image = read(captured!("image.json"));
    assert_eq!((image.id, &image.repo_tags), (row.id, &row.repo_tags));
    let volumes: VolumeList = read(captured!("volumes.json"));
    assert_eq!(volumes.volumes[0].name, "data");
    let networks: Vec<Network> = read(captured!("networks.json"));
    assert!(networks.iter().any(|network| network.name == "bridge" && network.driver == "bridge"));
}

#[test]
fn what_it_says_of_itself_is_read() {
    let version: EngineVersion = read(captured!("version.json"));
    assert_eq!(version.components[0].name, "Podman Engine");
    let agreed = negotiate(version.min_api_version, version.api_version.unwrap());
    assert_eq!(agreed.unwrap().to_string(), "1.41");
    let info: EngineInfo = read(captured!("info.json"));
    assert_eq!((info.name.as_str(), info.os_type.as_str()), ("host", "linux"));
}

#[test]
fn an_event_of_its_own_kind_is_unknown() {
    let mut input = Bytes::from_static(captured!("events.jsonl").as_bytes());
    let event = Lines::<Event>::default().next(&mut input).unwrap().unwrap();
    assert_eq!(event.kind, Kind::Unknown);
}

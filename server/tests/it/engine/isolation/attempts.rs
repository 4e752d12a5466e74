//! What is tried: every operation that names something, by its path, its query or its body.

use engine_api::operation::{Body, Operation};
use gate::Role;

/// Requests that name something otherwise than by their path: their target and body. `{c}`, `{i}`,
/// `{v}`, `{n}` stand for another's container, image, volume and network.
pub(super) const OTHERWISE: &[(Operation, &str, &str)] = {
    use Operation as O;
    &[
        (O::ContainerCreate, "/containers/create", r#"{"Image":"{i}"}"#),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"NetworkMode":"{n}"}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"NetworkMode":"container:{c}"}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"PidMode":"container:{c}"}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"IpcMode":"container:{c}"}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"VolumesFrom":["{c}"]}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"VolumesFrom":["{c}:ro"]}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"Links":["{c}:x"]}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","NetworkingConfig":{"EndpointsConfig":{"{n}":{}}}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"Mounts":[{"Type":"image","Source":"{i}","Target":"/d"}]}}"#,
        ),
        (O::NetworkConnect, "/networks/lees-net/connect", r#"{"Container":"{c}"}"#),
        (O::NetworkConnect, "/networks/bridge/connect", r#"{"Container":"{c}"}"#),
        (O::NetworkConnect, "/networks/{n}/connect", r#"{"Container":"lees"}"#),
        (O::NetworkDisconnect, "/networks/lees-net/disconnect", r#"{"Container":"{c}","Force":true}"#),
        (O::NetworkDisconnect, "/networks/bridge/disconnect", r#"{"Container":"{c}"}"#),
        (O::NetworkDisconnect, "/networks/{n}/disconnect", r#"{"Container":"lees"}"#),
        (O::NetworkCreate, "/networks/create", r#"{"Name":"more","ConfigFrom":{"Network":"{n}"}}"#),
        (O::ContainerList, "/containers/json?all=1&filters=%7B%22name%22:%5B%22{c}%22%5D%7D", ""),
        (O::ContainerList, "/containers/json?all=1&filters=%7B%22id%22:%5B%22{c}%22%5D%7D", ""),
        (O::ContainerList, "/containers/json?all=1&filters=%7B%22volume%22:%5B%22{v}%22%5D%7D", ""),
        (O::ContainerList, "/containers/json?all=1&filters=%7B%22network%22:%5B%22{n}%22%5D%7D", ""),
        (O::ContainerList, "/containers/json?all=1&filters=%7B%22ancestor%22:%5B%22{i}%22%5D%7D", ""),
        (O::ContainerList, "/containers/json?filters=%7B%22before%22:%5B%22{c}%22%5D%7D", ""),
        (O::ContainerList, "/containers/json?filters=%7B%22since%22:%5B%22{c}%22%5D%7D", ""),
        (O::ImageList, "/images/json?filters=%7B%22reference%22:%5B%22{i}%22%5D%7D", ""),
        (O::ImageList, "/images/json?filters=%7B%22since%22:%5B%22{i}%22%5D%7D", ""),
        (O::VolumeList, "/volumes?filters=%7B%22name%22:%5B%22{v}%22%5D%7D", ""),
        (O::NetworkList, "/networks?filters=%7B%22name%22:%5B%22{n}%22%5D%7D", ""),
        (O::NetworkList, "/networks?filters=%7B%22id%22:%5B%22{n}%22%5D%7D", ""),
        (O::SystemEvents, "/events?since=1&until={now}&filters=%7B%22container%22:%5B%22{c}%22%5D%7D", ""),
        (O::SystemEvents, "/events?since=1&until={now}&filters=%7B%22image%22:%5B%22{i}%22%5D%7D", ""),
        (O::SystemEvents, "/events?since=1&until={now}&filters=%7B%22volume%22:%5B%22{v}%22%5D%7D", ""),
        (O::SystemEvents, "/events?since=1&until={now}&filters=%7B%22network%22:%5B%22{n}%22%5D%7D", ""),
        (O::ImageCommit, "/commit?container={c}", "{}"),
        (O::ImageGetAll, "/images/get?names={i}", ""),
    ]
};

/// Requests for a name that is another's already. They fail, and tell that it is taken; nothing more.
pub(super) const TAKEN: &[(Operation, &str, &str)] = {
    use Operation as O;
    &[
        (O::ContainerCreate, "/containers/create?name=kims", r#"{"Image":"lees-image:1"}"#),
        (O::ContainerCreate, "/containers/create", r#"{"Image":"lees-image:1","Hostname":"kims"}"#),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"Binds":["kims-data:/d"]}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","HostConfig":{"Mounts":[{"Type":"volume","Source":"kims-data","Target":"/d"}]}}"#,
        ),
        (
            O::ContainerCreate,
            "/containers/create",
            r#"{"Image":"lees-image:1","Labels":{"com.docker.compose.project":"web"}}"#,
        ),
        (O::ContainerRename, "/containers/lees/rename?name=kims", ""),
        (O::VolumeCreate, "/volumes/create", r#"{"Name":"kims-data"}"#),
        (
            O::VolumeCreate,
            "/volumes/create",
            r#"{"Name":"more","Labels":{"com.docker.compose.project":"web"}}"#,
        ),
        (O::NetworkCreate, "/networks/create", r#"{"Name":"kims-net"}"#),
        (O::ImageCreate, "/images/create?fromImage=kims-image&tag=1", ""),
    ]
};

/// Operations that name nothing of an engine's: what they answer is looked through for what is another's.
pub(super) const LISTS: [(Operation, &str); 12] = {
    use Operation as O;
    [
        (O::ContainerList, "/containers/json?all=1&size=1"),
        (O::ContainerList, "/containers/json?limit=5"),
        (O::ImageList, "/images/json?all=1&digests=1&manifests=1&shared-size=1"),
        (O::VolumeList, "/volumes"),
        (O::NetworkList, "/networks"),
        (O::NetworkInspect, "/networks/bridge?verbose=1"),
        (O::SystemInfo, "/info"),
        (O::SystemVersion, "/version"),
        (O::SystemPing, "/_ping"),
        (O::SystemPingHead, "/_ping"),
        (O::SystemDataUsage, "/system/df"),
        (O::SystemEvents, "/events?since=1&until={now}"),
    ]
};

/// What asks a registry, and names nothing that is here.
const ELSEWHERE: [Operation; 2] = [Operation::ImageSearch, Operation::DistributionInspect];

/// The placeholder for what an operation's path names.
fn placeholder(operation: Operation) -> Option<&'static str> {
    match operation.parameter()? {
        ("/containers/", ..) => Some("{c}"),
        ("/images/", ..) => Some("{i}"),
        ("/volumes/", ..) => Some("{v}"),
        ("/networks/", ..) => Some("{n}"),
        ("/exec/", ..) => Some("{e}"),
        _ => None,
    }
}

/// The requests that name something by their path.
pub(super) fn by_path() -> Vec<(Operation, String, String)> {
    let named = Operation::ALL.iter().filter_map(|it| Some((*it, placeholder(*it)?)));
    let requests = named.map(|(operation, placeholder)| {
        let (before, _, behind) = operation.parameter().unwrap();
        let query = match operation {
            Operation::ContainerArchive | Operation::ContainerArchiveInfo => "?path=/etc/passwd",
            Operation::PutContainerArchive => "?path=/tmp",
            Operation::ContainerRename => "?name=renamed",
            Operation::ContainerStats => "?stream=0",
            Operation::ContainerLogs => "?stdout=1&stderr=1",
            Operation::ContainerAttach => "?stdout=1&logs=1",
            Operation::ImageTag => "?repo=tagged&tag=1",
            Operation::ContainerDelete => "?force=1&v=1",
            _ => "",
        };
        let body = match operation {
            Operation::ContainerExec => r#"{"Cmd":["id"]}"#,
            Operation::ContainerUpdate => r#"{"Memory":67108864,"MemorySwap":67108864}"#,
            Operation::NetworkConnect | Operation::NetworkDisconnect => r#"{"Container":"lees"}"#,
            _ if operation.body() == Body::Json => "{}",
            _ => "",
        };
        (operation, format!("{before}{placeholder}{behind}{query}"), body.to_owned())
    });
    requests.collect()
}

#[test]
fn each_operation_is_tried_or_for_admins() {
    let tried: Vec<_> = by_path().into_iter().map(|it| it.0).collect();
    for operation in Operation::ALL {
        let rule = gate::rule(*operation);
        let is_tried = tried.contains(operation)
            || OTHERWISE.iter().chain(TAKEN).any(|it| it.0 == *operation)
            || LISTS.iter().any(|it| it.0 == *operation)
            || ELSEWHERE.contains(operation);
        assert!(is_tried || rule.role == Role::Admin || rule.everything, "{} isn't tried", operation.name());
    }
}

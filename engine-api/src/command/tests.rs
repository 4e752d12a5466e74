use http::Method;
use proptest::prelude::*;

use super::*;
use crate::operation::Operation as O;

const ID: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

fn understood(request: &str) -> Result<(O, String), NotUnderstood> {
    let (method, target) = request.split_once(' ').unwrap();
    let command = Command::decode(&method.parse().unwrap(), target)?;
    Ok((command.named.operation, command.named.object))
}

#[test]
fn requests_of_clients_are_understood() {
    for (request, operation, object) in [
        ("GET /_ping", O::SystemPing, ""),
        ("HEAD /_ping", O::SystemPingHead, ""),
        ("GET /v1.24/images/json", O::ImageList, ""),
        (
            "GET /v1.51/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%3Db+c%22%5D%7D",
            O::ContainerList,
            "",
        ),
        ("GET /version", O::SystemVersion, ""),
        ("GET /volumes", O::VolumeList, ""),
        ("GET /volumes/data", O::VolumeInspect, "data"),
        ("DELETE /v1.47/containers/web-1?v=1&force=1", O::ContainerDelete, "web-1"),
        ("POST /containers/prune", O::ContainerPrune, ""),
        ("GET /images/reg.example:5000/a/b:1/json", O::ImageInspect, "reg.example:5000/a/b:1"),
        ("GET /images/json/json", O::ImageInspect, "json"),
        ("GET /images/a/json/json", O::ImageInspect, "a/json"),
        ("GET /images/get?names=a&names=b", O::ImageGetAll, ""),
        ("GET /images/a/get", O::ImageGet, "a"),
        ("POST /plugins/vieux/sshfs:latest/enable?timeout=0", O::PluginEnable, "vieux/sshfs:latest"),
        ("GET /distribution/a/b@sha256:00/json", O::DistributionInspect, "a/b@sha256:00"),
        ("POST /exec/0af/start", O::ExecStart, "0af"),
        ("POST /grpc", O::BuildkitGrpc, ""),
        ("GET /images/a%40sha256%3a00/json", O::ImageInspect, "a@sha256:00"),
    ] {
        assert_eq!(understood(request), Ok((operation, object.to_owned())), "{request}");
    }
}

#[test]
fn the_query_is_decoded() {
    let target = "/containers/json?filters=%7B%22label%22%3A%5B%22a%3Db+c%22%5D%7D&limit=-1&all";
    let command = Command::decode(&Method::GET, target).unwrap();
    assert_eq!(command.value("filters"), Some("{\"label\":[\"a=b c\"]}"));
    assert_eq!(command.value("limit"), Some("-1"));
    assert_eq!(command.value("all"), Some(""));
    assert_eq!(command.value("size"), None);
}

/// docker's SDK for Python sends them with every list.
#[test]
fn what_no_engine_reads_is_left_out() {
    let target = "/containers/json?limit=-1&all=0&size=0&trunc_cmd=0";
    let command = Command::decode(&Method::GET, target).unwrap();
    assert_eq!(command.query.len(), 3);
    let command = Command::decode(&Method::GET, "/images/json?only_ids=0&all=0").unwrap();
    assert_eq!(command.query, [("all", "0".to_owned())]);
    assert!(Command::decode(&Method::GET, "/containers/json?only_ids=0").is_err());
}

#[test]
fn every_operation_is_found_at_its_own_path() {
    for &operation in O::ALL {
        let path = operation.path().replace("{id}", ID).replace("{name}", "thing");
        for prefix in ["", "/v1.24", "/v1.51"] {
            let command = Command::decode(&operation.method(), &format!("{prefix}{path}")).unwrap();
            assert_eq!(command.named.operation, operation, "{prefix}{path}");
            assert_eq!(command.named.object.is_empty(), operation.parameter().is_none());
        }
    }
}

/// Each of these the engine takes for something, or did once.
#[test]
fn what_the_engine_would_read_in_its_own_way_is_refused() {
    for target in [
        "",
        "containers/json",
        "http://engine/containers/json",
        "//containers/json",
        "/containers//json",
        "/containers/json/",
        "/./containers/json",
        "/containers/../images/json",
        "/containers/a/../../images/json",
        "/containers%2fjson",
        "/containers%2Fjson",
        "/%63ontainers/json",
        "/containers/%6ason",
        "/containers/a%2f..%2fb/json",
        "/containers/a;b/json",
        "/containers/a\\b/json",
        "/containers/a b/json",
        "/containers/\u{e9}/json",
        "/Containers/json",
        "/containers/json#all",
        "/v01.51/containers/json",
        "/v1.051/containers/json",
        "/v1/containers/json",
        "/v1.51.0/containers/json",
        "/v1.51",
        "/v1.51/",
        "/v1.51/v1.51/containers/json",
        "/v1.51//containers/json",
        "/networks/",
        "/grpc",
        "/debug/vars",
        "/debug/pprof/heap",
        "/containers/a/checkpoints",
        "/containers/a/b/json",
    ] {
        let decoded = Command::decode(&Method::GET, target);
        assert_eq!(decoded, Err(NotUnderstood::NoOperation), "{target}");
    }
}

#[test]
fn a_method_belongs_to_its_operation() {
    for request in
        ["PUT /containers/json", "OPTIONS /_ping", "GET /containers/a/stop", "get /_ping", "POST /info"]
    {
        assert_eq!(understood(request), Err(NotUnderstood::NoOperation), "{request}");
    }
}

#[test]
fn versions_that_are_not_known_are_said() {
    for (target, version) in [("/v1.23/_ping", "1.23"), ("/v1.52/_ping", "1.52"), ("/v2.0/_ping", "2.0")] {
        let version = version.parse().unwrap();
        assert_eq!(Command::decode(&Method::GET, target), Err(NotUnderstood::Version(version)));
    }
}

#[test]
fn queries_are_exact() {
    let refused =
        |query: &str| Command::decode(&Method::GET, &format!("/containers/json?{query}")).expect_err(query);
    for key in ["All", "a%6cl%20", "ALL", "aſl", "all%00"] {
        let error = refused(&format!("{key}=1"));
        assert!(
            matches!(error, NotUnderstood::UnknownKey { .. } | NotUnderstood::Query(_)),
            "{key}: {error}"
        );
    }
    assert_eq!(refused("all=0&all=1"), NotUnderstood::TwiceGiven("all"));
    assert_eq!(refused("all=0&%61ll=1"), NotUnderstood::TwiceGiven("all"));
    for query in ["all=1;size=1", "all=%", "all=%4", "all=%zz", "all=%ff", "all=%00", "all=\u{e9}"] {
        assert!(matches!(refused(query), NotUnderstood::Query(_)), "{query}");
    }
    assert!(matches!(refused(&format!("filters={}", "a".repeat(LONGEST_QUERY))), NotUnderstood::Query(_)));
}

proptest! {
    /// A request that is understood, with something put into it that the engine might read in its own way: it is
    /// refused, or still the same path written the same way.
    #[test]
    fn nothing_that_is_put_in_is_read_over(
        which in 0..O::ALL.len(),
        version in prop::option::of(24..=51_u16),
        place in any::<prop::sample::Index>(),
        put in prop::sample::select(vec![
            "/", "//", "/.", "/..", "/../", ".", "%2f", "%2F", "%2e", "%2e%2e/", "%63", "%5c", "\\", ";", "%00", " ",
            "+", "@", "%40", "v1.51", "/v1.51", "a", "{", "\u{e9}", "#",
        ]),
    ) {
        let operation = O::ALL[which];
        let mut path = version.map_or(String::new(), |minor| format!("/v1.{minor}"));
        path.push_str(&operation.path().replace("{id}", ID).replace("{name}", "thing"));
        path.insert_str(place.index(path.len() + 1), put);
        if let Ok(named) = Named::find(&operation.method(), &path) {
            let prefix = named.version.map(|version| format!("/v{version}")).unwrap_or_default();
            let own = named.operation.parameter().map_or_else(
                || named.operation.path().to_owned(),
                |(before, _, behind)| [before, &named.object, behind].concat(),
            );
            prop_assert_eq!(unencoded(&path), prefix + &own);
            prop_assert!(!named.object.split('/').any(|part| matches!(part, "" | "." | "..")) || named.object.is_empty());
        }
    }

    /// A name is itself, or the request is refused: it never becomes a part of the path.
    #[test]
    fn names_stay_names(name in "\\PC{0,40}") {
        if let Ok(command) = Command::decode(&Method::GET, &format!("/containers/{name}/json")) {
            prop_assert_eq!(command.named.operation, O::ContainerInspect);
            prop_assert_eq!(command.named.object, name);
        }
    }
}

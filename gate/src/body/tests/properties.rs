//! What holds of any body.

use engine_api::operation::Operation::{self, ContainerCreate};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{clients, decide_here, sent};

/// Maps whose keys are the client's own.
const OF_NAMES: [&str; 5] = ["Labels", "Tmpfs", "Volumes", "NetworkingConfig", "EndpointsConfig"];

/// Every object in a body, by its JSON pointer.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.push(at.to_owned());
            for (key, inside) in map {
                objects(inside, &format!("{at}/{}", key.replace('/', "~1")), found);
            }
        }
        Value::Array(list) => {
            for (index, inside) in list.iter().enumerate() {
                objects(inside, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Does something to each object of each body that real clients send.
fn in_every_object(mut change: impl FnMut(Operation, &Value, &str, &Map<String, Value>)) {
    for (operation, _, body) in clients() {
        let mut pointers = Vec::new();
        objects(&body, "", &mut pointers);
        for pointer in pointers {
            let object = body.pointer(&pointer).and_then(Value::as_object).expect("an object");
            change(operation, &body, &pointer, object);
        }
    }
}

fn replaced(body: &Value, pointer: &str, by: Map<String, Value>) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(pointer).expect("it is there") = Value::Object(by);
    body
}

#[test]
fn an_unknown_key_anywhere_refuses() {
    let mut tried = 0;
    in_every_object(|operation, body, pointer, object| {
        for key in ["Zzz", "zzz", "Privilegedx", ""] {
            let mut more = object.clone();
            more.insert(key.to_owned(), json!(1));
            let body = replaced(body, pointer, more);
            assert!(decide_here(operation, &body).is_err(), "{key:?} at {pointer:?} of {body}");
            tried += 1;
        }
    });
    assert!(tried > 300, "{tried}");
}

#[test]
fn a_key_in_other_letters_refuses() {
    let mut tried = 0;
    in_every_object(|operation, body, pointer, object| {
        if OF_NAMES.iter().any(|name| pointer.ends_with(name)) {
            return;
        }
        for key in object.keys() {
            for other in [
                key.to_ascii_lowercase(),
                key.to_ascii_uppercase(),
                key.replace('s', "ſ"),
                key.replace('k', "\u{212a}"),
            ] {
                if other != *key {
                    let mut changed = object.clone();
                    let value = changed.remove(key).expect("it is there");
                    changed.insert(other.clone(), value);
                    let body = replaced(body, pointer, changed);
                    assert!(decide_here(operation, &body).is_err(), "{other:?} at {pointer:?} of {body}");
                    tried += 1;
                }
            }
        }
    });
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn what_clients_send_is_sent_again_as_it_was_decided() {
    for (operation, _, body) in clients() {
        let once = decide_here(operation, &body).expect("accepted");
        let twice = decide_here(operation, &sent(&once)).expect("accepted again");
        assert_eq!(once.body, twice.body);
    }
}

/// What a field of `HostConfig` may be asked to be: harmless, dangerous, or nonsense.
fn asked() -> impl Strategy<Value = (&'static str, Value)> {
    let fields: Vec<(&str, Vec<Value>)> = vec![
        ("Privileged", vec![json!(false), json!(true), json!("true"), json!(1)]),
        ("CapAdd", vec![json!(null), json!(["CHOWN"]), json!(["sys_admin"]), json!(["ALL"]), json!("ALL")]),
        (
            "Binds",
            vec![
                json!(["v1:/x"]),
                json!(["/:/x"]),
                json!(["v1:/x:rshared"]),
                json!(["disguised:/x"]),
                json!(["traefiks:/x"]),
            ],
        ),
        (
            "Mounts",
            vec![
                json!([{"Type": "volume", "Source": "v1", "Target": "/x"}]),
                json!([{"Type": "bind", "Source": "/", "Target": "/x"}]),
                json!([{"Type": "volume", "Target": "/x", "VolumeOptions": {"DriverConfig": {"Options": {"device": "/"}}}}]),
            ],
        ),
        ("PidMode", vec![json!(""), json!("host"), json!("container:c1")]),
        ("IpcMode", vec![json!("private"), json!("host"), json!("container:c1")]),
        ("UTSMode", vec![json!(""), json!("host")]),
        ("UsernsMode", vec![json!(""), json!("host")]),
        ("CgroupnsMode", vec![json!("private"), json!("host")]),
        (
            "NetworkMode",
            vec![json!("n1"), json!("none"), json!("host"), json!("container:c1"), json!("theirs")],
        ),
        ("MaskedPaths", vec![json!(null), json!([])]),
        ("ReadonlyPaths", vec![json!(null), json!([])]),
        (
            "SecurityOpt",
            vec![json!(["no-new-privileges"]), json!(["seccomp:unconfined"]), json!(["apparmor=unconfined"])],
        ),
        ("Devices", vec![json!([]), json!([{"PathOnHost": "/dev/sda"}])]),
        ("Runtime", vec![json!(""), json!("sysbox-runc")]),
        ("Sysctls", vec![json!({}), json!({"net.ipv4.ip_forward": "1"})]),
        ("Memory", vec![json!(0), json!(-1), json!(1 << 20), json!(i64::MAX)]),
        ("MemorySwap", vec![json!(0), json!(-1), json!(2 << 20)]),
        ("PidsLimit", vec![json!(-1), json!(5), json!(100_000)]),
        ("NanoCpus", vec![json!(0), json!(1_000_000_000), json!(i64::MAX)]),
        ("CpuQuota", vec![json!(0), json!(50_000), json!(-1), json!(i64::MAX)]),
        ("CpuPeriod", vec![json!(0), json!(100_000), json!(1_000)]),
        ("LogConfig", vec![json!({"Type": "json-file"}), json!({"Type": "fluentd"})]),
        (
            "PortBindings",
            vec![
                json!({"80/tcp": [{"HostPort": "8080"}]}),
                json!({"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "22"}]}),
            ],
        ),
        ("VolumesFrom", vec![json!([]), json!(["c1"])]),
        ("OomScoreAdj", vec![json!(0), json!(500), json!(-1000)]),
    ];
    proptest::sample::select(fields)
        .prop_flat_map(|(name, values)| (Just(name), proptest::sample::select(values)))
}

/// What a container could do to the host, seen without the tables.
fn powers(host: &Value) -> Vec<&'static str> {
    let nothing = [
        "Privileged",
        "PidMode",
        "UTSMode",
        "UsernsMode",
        "MaskedPaths",
        "ReadonlyPaths",
        "Devices",
        "Runtime",
        "Sysctls",
        "VolumesFrom",
    ];
    let mut powers: Vec<_> = nothing.into_iter().filter(|name| host.get(name).is_some()).collect();
    let has = |name: &str, text: &str| host.get(name).is_some_and(|value| value.to_string().contains(text));
    let all = [
        ("IpcMode", "host"),
        ("IpcMode", "container"),
        ("CgroupnsMode", "host"),
        ("NetworkMode", "host"),
        ("NetworkMode", "container"),
        ("CapAdd", "ADMIN"),
        ("CapAdd", "ALL"),
        ("Binds", "\"/:"),
        ("Binds", "shared"),
        ("Binds", "disguised"),
        ("Binds", "traefiks"),
        ("Mounts", "bind"),
        ("Mounts", "device"),
        ("SecurityOpt", "unconfined"),
        ("LogConfig", "fluentd"),
        ("PortBindings", "0.0.0.0"),
    ];
    powers.extend(all.into_iter().filter(|(name, text)| has(name, text)).map(|(name, _)| name));
    let number = |name: &str| host.get(name).and_then(Value::as_i64);
    if !(1..=2 << 30).contains(&number("Memory").unwrap_or(0)) || number("MemorySwap").unwrap_or(0) < 0 {
        powers.push("memory");
    }
    if !(1..=512).contains(&number("PidsLimit").unwrap_or(0)) || number("OomScoreAdj").unwrap_or(0) < 0 {
        powers.push("processes");
    }
    let by_quota = number("CpuQuota").map(|quota| quota / (number("CpuPeriod").unwrap_or(100_000) / 1_000));
    let cpus = number("NanoCpus").map(|nano| nano / 1_000_000).or(by_quota);
    if !cpus.is_some_and(|thousandths| (1..=2_000).contains(&thousandths)) {
        powers.push("processors");
    }
    powers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_power_comes_out_and_what_comes_out_stays(fields in proptest::collection::vec(asked(), 0..5)) {
        let host: Map<_, _> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Ok(decided) = decide_here(ContainerCreate, &super::with_host(host.into())) {
            let sent = sent(&decided);
            prop_assert_eq!(powers(&sent["HostConfig"]), Vec::<&str>::new(), "{}", sent);
            let again = decide_here(ContainerCreate, &sent);
            prop_assert_eq!(again.map(|again| again.body), Ok(decided.body));
        }
    }

    #[test]
    fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in ".{0,200}") {
        for operation in Operation::ALL {
            let _ = super::decide(*operation, &bytes, &super::TOWN, &super::Limits::default());
            let _ = super::decide(*operation, text.as_bytes(), &super::TOWN, &super::Limits::default());
        }
    }

    #[test]
    fn any_text_as_a_bind_mounts_no_path_of_the_host(bind in "[/.a-z:]{0,20}") {
        let body = super::with_host(json!({"Binds": [bind]}));
        if let Ok(decided) = decide_here(ContainerCreate, &body) {
            let sent = sent(&decided);
            let bind = sent["HostConfig"]["Binds"][0].as_str().unwrap_or_default();
            prop_assert!(!bind.starts_with('/') || !bind.contains(':'), "{}", bind);
            prop_assert!(!bind.split('/').any(|part| part == ".."), "{}", bind);
        }
    }
}

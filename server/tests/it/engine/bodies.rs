//! Bodies of people below admin, with a real engine as the oracle: either they are refused, or what the engine made is
//! what was decided. For what is dangerous, the engine itself is asked, too: it would take it.

mod oracle;
mod served;
mod town;

use engine_api::operation::Operation::{self, *};
use gate::body::{About, Decided, Refused, decide};
use serde_json::{Value, json};
use testbed::Release;

use oracle::{Made, overlaid};
use town::Town;

/// What is to happen with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Made,
    Danger,
    Refused,
}

/// A line of a file: what it is, and the body.
struct Case {
    verdict: Verdict,
    what: &'static str,
    body: &'static str,
}

/// The lines of a file, each with what stands before its verdict.
fn cases(file: &'static str) -> impl Iterator<Item = (&'static str, Case)> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let [head, what, body] = line.splitn(3, " | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (of, verdict) = head.split_once(' ').unwrap_or(("", head));
        let verdict = match verdict {
            "made" => Verdict::Made,
            "danger" => Verdict::Danger,
            "refused" => Verdict::Refused,
            _ => panic!("{line}"),
        };
        (of, Case { verdict, what, body })
    })
}

fn named(name: &str) -> Operation {
    *Operation::ALL.iter().find(|operation| operation.name() == name).unwrap()
}

/// Runs a case, and says what went otherwise than it should.
fn run(town: &Town, operation: Operation, case: &Case) -> Result<(), String> {
    let body = case.body.replace("@image@", &town.image.to_string());
    let decided = decide(operation, body.as_bytes(), town, &town.limits);
    match (case.verdict, decided) {
        (Verdict::Made, Ok(decided)) => made(town, operation, &decided),
        (Verdict::Made, Err(refused)) => Err(format!("was refused: {refused}")),
        (_, Ok(decided)) => Err(format!("was accepted: {}", String::from_utf8_lossy(&decided.body))),
        (Verdict::Refused, Err(_)) => Ok(()),
        (Verdict::Danger, Err(refused)) => would_be_taken(town, operation, &body, &refused),
    }
}

/// Whether the engine does with the decided body what it says.
fn made(town: &Town, operation: Operation, decided: &Decided) -> Result<(), String> {
    let sent: Value = serde_json::from_slice(&decided.body).unwrap();
    let mut place = town.place(operation);
    let before = place.look(town);
    let (status, answer) = town.post(&place.path, &decided.body);
    if !(200..300).contains(&status) {
        return Err(format!("the engine refused what was decided: {status} {answer}\n{sent}"));
    }
    let made = Made::of(town, operation, &mut place, &answer);
    let checked = made.is(town, &sent, decided, &before);
    place.clear(town);
    checked
}

/// Whether the engine takes what was refused, and a container isn't as any other then. What it makes of it goes at once.
fn would_be_taken(town: &Town, operation: Operation, body: &str, refused: &Refused) -> Result<(), String> {
    let mut place = town.place(operation);
    let (status, answer) = town.post(&place.path, body.as_bytes());
    place.found(&answer);
    let is_taken = (200..300).contains(&status);
    let is_plain = is_taken && operation == ContainerCreate && oracle::is_plain(town, &place.made[0]);
    place.clear(town);
    match (is_taken, is_plain) {
        (true, false) => Ok(()),
        (true, true) => Err(format!("the engine makes nothing of it, so it shows nothing ({refused})")),
        _ => Err(format!("the engine refuses it, too, so it shows nothing: {status} {answer} ({refused})")),
    }
}

fn all(town: &Town, cases: impl Iterator<Item = (Operation, Case)>) -> usize {
    let (mut count, mut wrong) = (0, Vec::new());
    for (operation, case) in cases {
        count += 1;
        if let Err(text) = run(town, operation, &case) {
            wrong.push(format!("{} {:?}: {}: {text}", operation.name(), case.verdict, case.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    count
}

#[test]
fn a_container_is_what_was_decided_or_isnt() {
    let town = Town::new(Release::V28);
    let cases = cases(include_str!("bodies/create.txt")).map(|(_, case)| (ContainerCreate, case));
    assert!(all(&town, cases) > 100);
}

#[test]
fn other_bodies_do_what_was_decided_or_nothing() {
    let town = Town::new(Release::V28);
    let cases = cases(include_str!("bodies/others.txt")).map(|(of, case)| (named(of), case));
    assert!(all(&town, cases) > 50);
}

/// The bodies that the gate's own tests decide, in the order in which one needs the other: networks and volumes stay.
fn of_clients(release: Release) {
    let town = Town::new(release);
    for name in ["c1", "c2", "p1"] {
        town.docker(&["run", "--detach", "--init", "--name", name, "busybox", "sleep", "1h"]);
    }
    // Compose takes volumes without a name along to a newer container.
    town.docker(&["volume", "create", &"ab".repeat(32)]);
    let lines = include_str!("../../../../gate/testdata/clients.tsv");
    let mut lines: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    lines.sort_by_key(|line| !matches!(named(line[0]), NetworkCreate | VolumeCreate));
    for line in lines {
        let (operation, body) = (named(line[0]), line[2]);
        let decided = decide(operation, body.as_bytes(), &town, &town.limits);
        let decided = decided.unwrap_or_else(|refused| panic!("{body}: {refused}"));
        let sent: Value = serde_json::from_slice(&decided.body).unwrap();
        let places = sent["NetworkingConfig"]["EndpointsConfig"].as_object().map_or(0, serde_json::Map::len);
        if release == Release::V20 && places > 1 {
            continue; // It takes one at a time, and Compose knows that.
        }
        if let About::Endpoint { container } = decided.about {
            town.disconnect(&container.to_string());
            if operation == NetworkDisconnect {
                town.connect(&container.to_string());
            }
        }
        let mut place = town.place_for(operation, "c2");
        let (status, answer) = town.post(&place.path, &decided.body);
        assert!((200..300).contains(&status), "{} {status} {answer}\n{body}", line[0]);
        if operation == ContainerCreate {
            place.found(&answer);
            let (status, answer) = town.post(&format!("{}/start", place.made[0]), b"");
            assert_eq!(status, 204, "{answer}\n{body}");
            place.clear(&town);
        }
    }
    let of_compose = town.inspect("/networks/shop_default");
    assert_eq!(of_compose["Labels"]["com.docker.compose.project"], json!("shop"));
}

#[test]
fn what_plain_clients_send_works() {
    of_clients(Release::V28);
}

#[test]
fn what_plain_clients_send_works_on_an_old_engine() {
    of_clients(Release::V20);
}

/// The oracle itself: it sees what is there beyond what was decided.
#[test]
fn the_oracle_sees_a_difference() {
    let base =
        json!({"HostConfig": {"Privileged": false, "Memory": 5}, "Config": {"User": "", "Env": ["P=1"]}});
    let sent = json!({"User": "1", "HostConfig": {"Memory": 6}});
    let expected = overlaid(&base, &sent);
    assert_eq!(expected["HostConfig"]["Memory"], 6);
    assert_eq!(expected["HostConfig"]["Privileged"], false);
    assert_eq!(expected["Config"]["User"], "1");
}

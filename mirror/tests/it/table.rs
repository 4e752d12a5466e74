//! What `docker` lists, and what the mirror shows, in one form.

use std::collections::BTreeSet;

use engine_api::time::Time;
use mirror::Feed;
use testbed::Engine;
use wire::{Container, Health, Image, Network, State, Volume};

/// Lines that tell all that is compared.
pub type Lines = BTreeSet<String>;

/// `docker ps --all`, `docker images`, `docker volume ls`, `docker network ls`.
pub fn of_docker(engine: &Engine) -> Lines {
    let list = |arguments: &[&str]| {
        // It writes moments in the zone of the machine.
        let output = engine.docker_command().unwrap().env("TZ", "UTC").args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let containers = list(&[
        "ps",
        "--all",
        "--no-trunc",
        "--format",
        "{{.ID}}|{{.Names}}|{{.Image}}|{{.CreatedAt}}|{{.State}}|{{.Status}}|{{.Ports}}|{{.Networks}}|{{.Mounts}}",
    ]);
    let images = list(&[
        "images",
        "--no-trunc",
        "--format",
        "{{.ID}}|{{.Repository}}:{{.Tag}}|{{.CreatedAt}}|{{.Size}}",
    ]);
    let volumes = list(&["volume", "ls", "--format", "{{.Name}}|{{.Driver}}"]);
    let networks =
        list(&["network", "ls", "--no-trunc", "--format", "{{.ID}}|{{.Name}}|{{.Driver}}|{{.Internal}}"]);
    containers
        .lines()
        .map(container_of_docker)
        .chain(images.lines().map(image_of_docker))
        .chain(volumes.lines().map(|line| format!("volume {line}")))
        .chain(networks.lines().map(|line| format!("network {line}")))
        .collect()
}

/// The same of the mirror.
pub fn of_mirror(feed: &Feed) -> Lines {
    let images = feed.list::<Image>().rows;
    let mut lines = Lines::new();
    lines.extend(feed.list::<Container>().rows.iter().map(|row| container_of_mirror(row, &images)));
    for image in &images {
        let none = ["<none>:<none>".to_owned()];
        let tags = if image.tags.is_empty() { &none[..] } else { &image.tags };
        let (id, created, size) = (image.id, image.created.0, human(image.size));
        lines.extend(tags.iter().map(|tag| format!("image {id}|{tag}|{created}|{size}")));
    }
    lines.extend(feed.list::<Volume>().rows.iter().map(|row| format!("volume {}|{}", row.name, row.driver)));
    lines.extend(
        feed.list::<Network>()
            .rows
            .iter()
            .map(|row| format!("network {}|{}|{}|{}", row.id, row.name, row.driver, row.internal)),
    );
    lines
}

/// What `docker inspect` says of the containers in these lines: it and the lists may contradict each other.
pub fn inspected(engine: &Engine, lines: Vec<String>) -> Vec<String> {
    let id = |line: &String| Some(line.strip_prefix("container ")?.split('|').next()?.to_owned());
    let ask = |id: String| engine.docker(&["inspect", "--format", "{{.Id}} {{json .State}}", &id]);
    lines.iter().filter_map(id).map(|id| ask(id).unwrap_or_else(|error| error.to_string())).collect()
}

fn container_of_docker(line: &str) -> String {
    let fields: Vec<&str> = line.split('|').collect();
    let [id, name, image, created, state, status, ports, networks, volumes] = fields[..] else {
        panic!("{line}")
    };
    // 20.10 goes on listing the ports of a container that it couldn't start again, and has let go of them: inspected, it has none.
    let ports = if matches!(state, "running" | "paused" | "restarting") { ports } else { "" };
    let ports: BTreeSet<String> =
        ports.split(", ").filter(|port| !port.is_empty()).map(|port| port.replace("[::]", "::")).collect();
    let names = |list: &str| -> BTreeSet<String> {
        list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let (networks, volumes, status) = (names(networks), names(volumes), without_time(status));
    let created = seconds(created);
    format!("container {id}|{name}|{image}|{created}|{state}|{status}|{ports:?}|{networks:?}|{volumes:?}")
}

fn image_of_docker(line: &str) -> String {
    let fields: Vec<&str> = line.split('|').collect();
    let [id, tag, created, size] = fields[..] else { panic!("{line}") };
    format!("image {id}|{tag}|{}|{size}", seconds(created))
}

/// `2026-11-30 07:38:16 +0000 UTC` as seconds since 1970.
fn seconds(moment: &str) -> i64 {
    let [date, time, "+0000", "UTC"] = moment.split(' ').collect::<Vec<_>>()[..] else { panic!("{moment}") };
    format!("{date}T{time}Z").parse::<Time>().unwrap().0
}

/// A size as `docker` writes it, the only way in which its list tells it: three digits, as Go's `%.3g`.
fn human(bytes: u64) -> String {
    let (mut size, mut units) = (bytes as f64, ["B", "kB", "MB", "GB"].into_iter());
    let mut unit = units.next();
    while size >= 1000.0 {
        (size, unit) = (size / 1000.0, units.next());
    }
    let decimals = match size {
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    let digits = format!("{size:.decimals$}");
    let digits = if decimals > 0 { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    format!("{digits}{}", unit.unwrap())
}

/// `Up 3 seconds (healthy)` is `Up (healthy)`, `Exited (137) 2 hours ago` is `Exited (137)`.
fn without_time(status: &str) -> String {
    let word = status.split(' ').next().unwrap_or_default();
    match status.find('(').and_then(|open| Some(&status[open..=open + status[open..].find(')')?])) {
        Some(note) => format!("{word} {note}"),
        None => word.to_owned(),
    }
}

fn container_of_mirror(row: &Container, images: &[std::sync::Arc<Image>]) -> String {
    let status = match (row.state, row.health) {
        (State::Running, Health::None) => "Up".to_owned(),
        (State::Running, Health::Healthy) => "Up (healthy)".to_owned(),
        (State::Running, Health::Unhealthy) => "Up (unhealthy)".to_owned(),
        (State::Running, Health::Starting) => "Up (health: starting)".to_owned(),
        (State::Paused, _) => "Up (Paused)".to_owned(),
        (State::Restarting, _) => format!("Restarting ({})", row.exit_code),
        (State::Exited, _) => format!("Exited ({})", row.exit_code),
        (State::Created, _) => "Created".to_owned(),
        (State::Dead, _) => "Dead".to_owned(),
        (State::Removing, _) => "Removal".to_owned(),
        (State::Unknown, _) => "?".to_owned(),
    };
    let state = format!("{:?}", row.state).to_lowercase();
    let ports: BTreeSet<String> = row
        .ports
        .iter()
        .map(|port| {
            let inside = format!("{}/{}", port.private, port.protocol.as_str());
            match (port.ip, port.public) {
                (Some(ip), Some(public)) => format!("{ip}:{public}->{inside}"),
                _ => inside,
            }
        })
        .collect();
    let networks: BTreeSet<&String> = row.networks.iter().collect();
    let volumes: BTreeSet<&String> = row.volumes.iter().collect();
    let (id, name, image, created) = (row.id, &row.name, displayed(row, images), row.created.0);
    format!("container {id}|{name}|{image}|{created}|{state}|{status}|{ports:?}|{networks:?}|{volumes:?}")
}

/// The engine shows the image's id when the name that a container was created from means another image now.
fn displayed(row: &Container, images: &[std::sync::Arc<Image>]) -> String {
    let tagged = format!("{}{}", row.image, if row.image.contains(':') { "" } else { ":latest" });
    let now = images.iter().find(|image| image.tags.contains(&tagged)).map(|image| image.id);
    match row.image_id {
        Some(id) if now != Some(id) && row.image != id.to_string() => id.to_string(),
        _ => row.image.clone(),
    }
}

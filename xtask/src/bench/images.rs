//! P9: saving and loading an image.

use std::{
    fmt::Write,
    fs::{self, File},
    io::{self, Read},
    path::Path,
    time::Instant,
};

use anyhow::{Result, bail};
use testbed::Engine;

use super::{
    ROUNDS,
    goal::{self, at_least},
    haproxy::HaProxy,
    load::{Answer, Door},
    product::Product,
};

/// The image's one file. It can't be compressed.
const BYTES: u64 = 256 << 20;
const IMAGE: &str = "bench-image";

/// A way to the engine: its socket, HAProxy, or through the product.
struct Way<'a> {
    name: &'static str,
    door: Door,
    product: Option<&'a Product>,
}

impl Way<'_> {
    fn head(&self, method: &str, path: &str, more: &str) -> String {
        match self.product {
            None => format!("{method} {path} HTTP/1.1\r\nHost: engine\r\n{more}\r\n"),
            Some(product) => product.request(method, &format!("/docker{path}"), more),
        }
    }
}

pub(super) fn measure(text: &mut String, engine: &Engine, product: &Product) -> Result<()> {
    import(engine)?;
    let saved = engine.home().join("saved.tar");
    engine.docker(&["save", "--output", &*saved.to_string_lossy(), IMAGE])?;
    let haproxy = HaProxy::start(engine)?;
    let ways = [
        Way { name: "the socket", door: Door::Unix(engine.socket()), product: None },
        Way { name: "HAProxy", door: haproxy.door(), product: None },
        Way { name: "Pierhead", door: product.door(), product: Some(product) },
    ];
    writeln!(text, "\n## P9: an image of {} MB, saved and loaded\n", BYTES / 1_000_000)?;
    writeln!(
        text,
        "| | save, MB/s | of the socket's | load, MB/s | of the socket's | goal |\n|---|---|---|---|---|---|"
    )?;
    let (mut saves, mut loads) = (ways.each_ref().map(|_| Vec::new()), ways.each_ref().map(|_| Vec::new()));
    for _ in 0..ROUNDS {
        for (number, way) in ways.iter().enumerate() {
            saves[number].push(save(way)?);
        }
        for (number, way) in ways.iter().enumerate() {
            engine.docker(&["rmi", IMAGE])?;
            loads[number].push(load(way, &saved)?);
        }
    }
    let (saves, loads) = (saves.map(median), loads.map(median));
    for (number, way) in ways.iter().enumerate() {
        let (save, load) = (saves[number], loads[number]);
        let (of_save, of_load) = (save / saves[0], load / loads[0]);
        let goal = match way.product {
            Some(_) => format!("save {}, load {}", enough(of_save), enough(of_load)),
            None => goal::none(),
        };
        writeln!(
            text,
            "| {} | {save:.0} | {of_save:.2} × | {load:.0} | {of_load:.2} × | {goal} |",
            way.name
        )?;
    }
    engine.docker(&["rmi", IMAGE])?;
    Ok(fs::remove_file(saved)?)
}

/// Whether it is as fast as the socket, nearly.
fn enough(of_the_socket: f64) -> String {
    at_least(of_the_socket, 0.95, " ×")
}

fn import(engine: &Engine) -> Result<()> {
    let folder = engine.home().join("image");
    fs::create_dir(&folder)?;
    io::copy(&mut File::open("/dev/urandom")?.take(BYTES), &mut File::create(folder.join("data"))?)?;
    let archive = engine.home().join("image.tar");
    crate::process::run(
        std::process::Command::new("tar").arg("-cf").arg(&archive).arg("-C").arg(&folder).arg("."),
    )?;
    engine.docker(&["import", &*archive.to_string_lossy(), IMAGE])?;
    fs::remove_dir_all(folder)?;
    Ok(fs::remove_file(archive)?)
}

/// Megabytes a second until the answer's end.
fn save(way: &Way<'_>) -> Result<f64> {
    let mut connection = way.door.connect()?;
    let start = Instant::now();
    connection.open(&way.head("GET", &format!("/images/{IMAGE}/get"), "Connection: close\r\n"))?;
    let bytes = connection.drain(|_| false)?;
    if bytes < BYTES {
        bail!("{} gave {bytes} bytes of an image", way.name);
    }
    Ok(speed(start))
}

/// Megabytes a second until the engine has it.
fn load(way: &Way<'_>, saved: &Path) -> Result<f64> {
    let length = fs::metadata(saved)?.len();
    let headers = format!("Content-Type: application/x-tar\r\nContent-Length: {length}\r\n");
    let mut connection = way.door.connect()?;
    let start = Instant::now();
    connection.send(&way.head("POST", "/images/load?quiet=1", &headers), &mut File::open(saved)?)?;
    let Answer { status, body } = connection.answer()?;
    let said = String::from_utf8_lossy(&body);
    if status != 200 || !said.contains("Loaded image") {
        bail!("{} answered {status} {said}", way.name);
    }
    Ok(speed(start))
}

fn speed(start: Instant) -> f64 {
    BYTES as f64 / 1e6 / start.elapsed().as_secs_f64()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[ROUNDS / 2]
}

//! A private engine does what tests lean on, and leaves nothing behind.

use std::{
    fs,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use testbed::{Engine, Options, Registry, Release};

#[test]
fn both_releases_run_a_container_with_a_published_port() {
    for (release, version) in [(Release::V20, "20.10."), (Release::V28, "28.")] {
        let engine = Engine::start(release).unwrap();
        let said = engine.docker(&["version", "--format", "{{.Server.Version}}"]).unwrap();
        assert!(said.starts_with(version), "{said}");
        engine.make_web_image("page", 3, "hello from a container").unwrap();
        engine.docker(&["run", "--detach", "--name", "page", "--publish", "18080:80", "page"]).unwrap();
        let page = until(|| engine.fetch(18080, "/").ok());
        assert_eq!(page, "hello from a container");
    }
}

#[test]
fn a_container_outlives_a_killed_daemon_and_is_still_known_after_a_restart() {
    let engine = Engine::start(Release::V28).unwrap();
    engine.import_busybox().unwrap();
    engine.docker(&["run", "--detach", "--init", "--name", "one", "busybox", "sleep", "1h"]).unwrap();
    let before = engine.pid().unwrap();
    engine.kill().unwrap();
    assert_eq!(engine.pid(), None);
    engine.start_again().unwrap();
    assert_ne!(engine.pid().unwrap(), before);
    engine.restart().unwrap();
    assert_eq!(engine.docker(&["ps", "--all", "--format", "{{.Names}}"]).unwrap(), "one");
}

#[test]
fn a_second_engine_takes_nothing_from_the_one_that_has_the_folder() {
    let home = std::env::temp_dir().join(format!("one-home-{}", std::process::id()));
    let options = || Options { home: Some(home.clone()), ..Options::default() };
    let engine = Engine::start_with(Release::V28, options()).unwrap();
    let second = Engine::start_with(Release::V28, options()).map(drop).unwrap_err().to_string();
    assert!(second.contains("another engine runs in"), "{second}");
    assert_eq!(engine.docker(&["ps", "--all", "--quiet"]).unwrap(), "");
    drop(engine);
    Engine::start_with(Release::V28, options()).unwrap().docker(&["ps"]).unwrap();
    fs::remove_dir_all(&home).unwrap();
}

#[test]
fn a_paused_daemon_accepts_and_never_answers() {
    let engine = Engine::start(Release::V28).unwrap();
    engine.pause().unwrap();
    let mut stream = UnixStream::connect(engine.socket()).unwrap();
    stream.write_all(b"GET /_ping HTTP/1.0\r\nHost: engine\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    assert!(stream.read(&mut [0]).is_err(), "a paused daemon answered");
    engine.resume().unwrap();
    engine.docker(&["ps"]).unwrap();
}

#[test]
fn an_image_of_three_layers_is_pulled_from_a_real_registry() {
    let engine = Engine::start(Release::V28).unwrap();
    let registry = Registry::start(&engine, 5000).unwrap();
    let name = registry.push_web_image(&engine, "web:1", 4, "served").unwrap();
    let pulled = engine.docker(&["pull", &name]).unwrap();
    assert!(pulled.contains("Downloaded newer image"), "{pulled}");
    let layers = engine.docker(&["image", "inspect", "--format", "{{len .RootFS.Layers}}", &name]).unwrap();
    assert_eq!(layers, "4");
}

#[test]
fn nothing_is_left_of_an_engine_that_ended() {
    let engine = Engine::start(Release::V28).unwrap();
    engine.import_busybox().unwrap();
    engine.docker(&["run", "--detach", "busybox", "sleep", "1h"]).unwrap();
    let (home, pid) = (engine.home().to_owned(), engine.pid().unwrap());
    drop(engine);
    assert!(!home.exists());
    assert!(!Path::new(&format!("/proc/{pid}")).exists());
    assert!(!fs::read_to_string("/proc/mounts").unwrap().contains(home.to_str().unwrap()));
    assert!(!mentioned_in_any_process(home.to_str().unwrap()));
}

/// Starts itself as a process that holds an engine, and kills it.
#[test]
fn nothing_is_left_when_its_holder_is_killed() {
    let holder = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "hold_an_engine_until_killed", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn();
    let mut holder = holder.unwrap();
    let mut said = std::io::BufReader::new(holder.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("holding ") {
        line.clear();
        assert_ne!(std::io::BufRead::read_line(&mut said, &mut line).unwrap(), 0, "the holder ended early");
    }
    let home = line.trim().rsplit(' ').next().unwrap().to_owned();
    holder.kill().unwrap();
    holder.wait().unwrap();
    until(|| (!Path::new(&home).exists() && !mentioned_in_any_process(&home)).then_some(()));
}

#[test]
#[ignore = "never ends: the test above starts it and kills it"]
fn hold_an_engine_until_killed() {
    let engine = Engine::start(Release::V28).unwrap();
    println!("holding {}", engine.home().display());
    std::thread::sleep(Duration::from_secs(60));
}

fn mentioned_in_any_process(text: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter(|entry| entry.file_name() != *std::process::id().to_string())
        .filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok())
        .any(|line| line.contains(text))
}

fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it never came true");
        std::thread::sleep(Duration::from_millis(20));
    }
}

//! The disk is full while it serves: what can't be written down isn't done, that is said, and nothing is lost.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use testbed::{Engine, Release};
use tokio::time::sleep;

use super::{PEOPLE, SOON};
use crate::{
    cli::pierhead,
    client::Client,
    failures::token_of,
    running::{data, with_people},
};

/// A process that ends with the test, however that ends.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_written_down_is_not_done() {
    let engine = Engine::start(Release::V28).unwrap();
    engine.import_busybox().unwrap();
    let id = engine.docker(&["create", "--name", "name0", "busybox"]).unwrap();
    let folder = with_people(&PEOPLE).await;
    let data = data(folder.path());
    let token = token_of(&folder, "ada").await;

    // The same data on a small disk of its own, which goes with the server.
    let script = "cp -a \"$0\" \"$0.kept\" && mount -t tmpfs -o size=4m,mode=700 none \"$0\" && \
                  cp -a \"$0.kept/.\" \"$0\" && exec \"$@\"";
    let serve = ["serve", "--listen", "127.0.0.1:0", "--tls", "off", "--engine", &engine.host()];
    let serve = pierhead(&serve, &data);
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", script]).arg(&data).arg(serve.get_program()).args(serve.get_args());
    let mut process = Ends(command.stderr(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(process.0.stderr.take().unwrap()).lines();
    let address = said.find_map(|line| line.unwrap().split_once("http://")?.1.parse().ok()).unwrap();
    thread::spawn(move || said.for_each(drop));

    let mut ada = Client::with_token(address, &token);
    let path = format!("/api/containers/{id}/rename");
    let mut number = 0;
    let mut rename = async || {
        number += 1;
        (number, ada.post_json(&path, &json!({ "name": format!("name{number}") })).await)
    };
    // Until the mirror has seen it, it isn't known.
    let begun = Instant::now();
    loop {
        let (_, answer) = rename().await;
        if answer.status == 200 {
            break;
        }
        assert!(begun.elapsed() < SOON, "{}", answer.text);
        sleep(Duration::from_millis(50)).await;
    }
    let filler = format!("/proc/{}/root{}/filler", process.0.id(), data.display());
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    // What has been reserved before is still there to be written to.
    let refused = loop {
        let (number, answer) = rename().await;
        if answer.status != 200 {
            break answer;
        }
        assert!(number < 10_000, "the disk is never full");
    };
    assert_eq!(refused.status, 507, "{}", refused.text);
    assert!(refused.text.contains("no space left"), "{}", refused.text);
    let name = || engine.docker(&["inspect", "--format", "{{.Name}}", &id]).unwrap();
    let before = name();

    drop(file);
    fs::remove_file(&filler).unwrap();
    let (number, answer) = rename().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(before, format!("/name{}", number - 2), "nothing was done that isn't written down");
    assert_eq!(name(), format!("/name{number}"));
}

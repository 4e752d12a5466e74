//! Pages whose browser has stopped reading.

use engine_api::volume::{CreateVolume, RemoveVolume};
use futures_util::{StreamExt, TryStreamExt, stream};
use testbed::{Engine, Release};
use tokio::net::TcpSocket;

use super::*;

const PAGES: u64 = 20;
/// What the server's own first steps cost, in kB.
const SLACK: u64 = 4_096;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_neither_reads_nor_answers_costs_little_and_is_let_go() {
    let served = Served::start(Way::AsItIs).await;
    assert!(served.get("fine").await.ends_with("OK"));
    let (files, memory) = (served.open_files(), served.memory());
    let mut dead = Vec::new();
    for _ in 0..PAGES {
        dead.push(dead_page(&served).await);
    }
    assert!(served.memory() < memory + PAGES * 64 + SLACK, "{} kB, {memory} before", served.memory());
    served.until_as_before(files, Duration::from_secs(120)).await;
    drop(dead);
    assert!(served.get("fine").await.ends_with("OK"));
}

/// One frame is what a page that doesn't read holds back; what happens meanwhile is held for nobody.
#[tokio::test(flavor = "multi_thread")]
async fn however_much_happens_pages_that_stop_reading_hold_one_frame_each() {
    /// Their snapshot: more than the kernel keeps for a page.
    const VOLUMES: usize = 2_000;
    /// Of these changes, each with a name of 200 letters, a queue for each page would hold twelve megabytes.
    const ROUND: usize = 500;
    let engine = Engine::start(Release::V28).unwrap();
    let address = ::engine::Address::parse(&engine.host(), &::engine::Security::default()).unwrap();
    let docker = ::engine::Client::new(address);
    make(&docker, 0..VOLUMES).await;
    let served = Served::on(&engine.host(), Way::AsItIs).await;
    let mut ada = Client::with_token(served.address, &served.token);
    until_there_are(&mut ada, VOLUMES).await;
    // What a round costs with nobody watching, for whoever asks for the list of so many, is no page's.
    let round = VOLUMES + 1..VOLUMES + 1 + ROUND;
    make(&docker, round.clone()).await;
    until_there_are(&mut ada, VOLUMES + ROUND).await;
    remove(&docker, round).await;
    until_there_are(&mut ada, VOLUMES).await;

    let files = served.open_files();
    let mut dead = Vec::new();
    for _ in 0..PAGES {
        dead.push(dead_page(&served).await);
    }
    make(&docker, VOLUMES..VOLUMES + 1).await;
    until_there_are(&mut ada, VOLUMES + 1).await;
    let stalled = served.memory();
    // They are let go after half a minute, and until then however much happens costs nothing more.
    let begun = Instant::now();
    let mut measured = 0;
    for round in 1..=4 {
        let names = VOLUMES + round * ROUND..VOLUMES + (round + 1) * ROUND;
        make(&docker, names.clone()).await;
        until_there_are(&mut ada, VOLUMES + 1 + ROUND).await;
        remove(&docker, names).await;
        until_there_are(&mut ada, VOLUMES + 1).await;
        if begun.elapsed() > Duration::from_secs(25) {
            break;
        }
        measured += 1;
        assert!(served.memory() < stalled + SLACK, "{} kB, {stalled} kB before", served.memory());
    }
    assert!(measured > 0, "all were let go before anything could be measured");
    served.until_as_before(files, Duration::from_secs(120)).await;
    drop(dead);
    until_there_are(&mut ada, VOLUMES + 1).await;
}

/// A page that has begun to watch, and reads no more than that it may.
async fn dead_page(served: &Served) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    // Whatever its system would take in for it is the server's no longer.
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stream = socket.connect(served.address).await.unwrap();
    stream.write_all(&served.head("GET", "/live", "fine")).await.unwrap();
    let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                   sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await.unwrap();
    let mut begun = [0; 12];
    timeout(SOON, stream.read_exact(&mut begun)).await.expect("nothing came").unwrap();
    assert_eq!(&begun, b"HTTP/1.1 101");
    stream
}

async fn make(docker: &::engine::Client, numbers: std::ops::Range<usize>) {
    let made = stream::iter(numbers).map(async |number| {
        docker.call(&CreateVolume { name: name(number), ..CreateVolume::default() }).await
    });
    made.buffer_unordered(8).try_for_each(async |_| Ok(())).await.unwrap();
}

async fn remove(docker: &::engine::Client, numbers: std::ops::Range<usize>) {
    let gone = stream::iter(numbers)
        .map(async |number| docker.call(&RemoveVolume { name: name(number), force: false }).await);
    gone.buffer_unordered(8).try_for_each(async |()| Ok(())).await.unwrap();
}

fn name(number: usize) -> String {
    format!("{number:0>200}")
}

/// Waits until the server knows of as many volumes.
async fn until_there_are(ada: &mut Client, count: usize) {
    let there = async {
        loop {
            let answer = ada.get("/api/volumes").await;
            // Each has its name in its row, and in the place that it is mounted at.
            if answer.status == StatusCode::OK && answer.text.matches("\"name\"").count() == count {
                return;
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(SOON, there).await.expect("the server didn't see it");
}

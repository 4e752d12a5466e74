use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::*;

/// A frame of standard output, as long as the engine's longest.
fn frame() -> Bytes {
    let size = 16 << 10_u32;
    let head = [&[1, 0, 0, 0][..], &(size as u32).to_be_bytes()].concat();
    [head, vec![b'y'; size as usize]].concat().into()
}

/// Says the same for ever, and counts how much of it was taken in.
fn endless(piece: Bytes) -> (Arc<AtomicUsize>, impl Stream<Item = io::Result<Bytes>> + Unpin) {
    let said = Arc::new(AtomicUsize::new(0));
    let count = said.clone();
    let pieces = stream::repeat_with(move || {
        count.fetch_add(piece.len(), Ordering::Relaxed);
        Ok(piece.clone())
    });
    (said, pieces)
}

#[tokio::test(start_paused = true)]
async fn whoever_reads_nothing_holds_nothing_up_and_is_told_when_they_come_back() {
    for (piece, cut) in [(frame(), 0), (frame().split_off(8), 0), (frame(), 5)] {
        let (said, pieces) = endless(piece.clone());
        let (mut client, mut unread) = duplex(BUFFER + cut);
        let begun = Instant::now();
        let left = drain(pieces, &mut client).await.unwrap().expect("they weren't let go");
        assert_eq!(begun.elapsed(), STOPPED);
        assert!(said.load(Ordering::Relaxed) <= MOST + BUFFER + 2 * piece.len());
        let giving = tokio::spawn(async move { give(left, &mut client).await });
        let mut got = Vec::new();
        unread.read_to_end(&mut got).await.unwrap();
        giving.await.unwrap();
        assert!(got.len() > MOST - piece.len() && got.len() < MOST + BUFFER + 2 * piece.len());
        let told = String::from_utf8_lossy(&got);
        assert!(told.ends_with("no longer attached; the container goes on\r\n"), "{piece:?}");
        if piece[0] == 1 {
            let behind = got.len() % piece.len();
            let notice = &got[got.len() - behind..];
            assert_eq!(notice[..4], [2, 0, 0, 0], "it is a frame of its own, behind whole ones");
            assert_eq!(notice[4..8], (behind as u32 - 8).to_be_bytes());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_slower_than_the_container_gets_all_and_who_hardly_reads_is_let_go() {
    for (every, is_let_go) in [(LAP / 80, false), (LAP / 20, true)] {
        let (mut client, mut reading) = duplex(BUFFER);
        let all = 8 * MOST;
        let pieces = stream::iter((0..all / BUFFER).map(|_| Ok(Bytes::from(vec![7; BUFFER]))));
        let draining = tokio::spawn(async move {
            let left = drain(pieces, &mut client).await;
            left.map(|left| left.is_some())
        });
        let mut got = 0;
        let mut piece = vec![0; BUFFER];
        loop {
            tokio::time::sleep(every).await;
            match reading.read(&mut piece).await.unwrap() {
                0 => break,
                read => got += read,
            }
        }
        assert_eq!(draining.await.unwrap().unwrap(), is_let_go);
        assert_eq!(got == all, !is_let_go, "{got}");
    }
}

#[tokio::test]
async fn what_ends_is_told_to_its_end() {
    let (mut client, mut reading) = duplex(BUFFER);
    let pieces = stream::iter([Ok(frame()), Ok(Bytes::new()), Ok(frame())]);
    let draining = tokio::spawn(async move { drain(pieces, &mut client).await });
    let mut got = Vec::new();
    reading.read_to_end(&mut got).await.unwrap();
    assert_eq!(got, [frame(), frame()].concat());
    assert!(draining.await.unwrap().unwrap().is_none());
}

#[tokio::test]
async fn whoever_leaves_where_nothing_is_said_leaves_nothing_behind() {
    let (held, gone) = tokio::sync::oneshot::channel::<()>();
    let silence = stream::pending::<io::Result<Bytes>>().inspect(move |_| assert!(!held.is_closed()));
    let body = drained(silence);
    tokio::task::yield_now().await;
    drop(body);
    timeout(STALLED, gone).await.expect("it is still listened to").unwrap_err();
}

#[test]
fn only_what_goes_on_is_drained() {
    for (query, goes_on) in [
        (None, false),
        (Some("stdout=1"), false),
        (Some("logs=1&stream=0&stdout=1"), false),
        (Some("stream=False"), false),
        (Some("stream=1&stdout=1"), true),
        (Some("stdout=1&stream=true"), true),
    ] {
        assert_eq!(follows(query), goes_on, "{query:?}");
    }
}

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

#[test]
fn strangers_have_few_connections_and_who_stands_for_many_has_many() {
    let proxies = ["172.18.0.0/16".parse().unwrap()];
    let of = |text: &str| share(text.parse().unwrap(), &proxies);
    assert_eq!(of("127.0.0.1").1, OF_ONE_NEIGHBOUR);
    assert_eq!(of("172.18.0.2").1, OF_ONE_NEIGHBOUR);
    assert_eq!(of("192.0.2.1"), ("192.0.2.1".parse().unwrap(), OF_ONE_ADDRESS));
    assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    assert_eq!(of("2001:db8:1:2::9"), of("2001:db8:1:2:ffff::1"), "somebody has a whole network");
    assert_ne!(of("2001:db8:1:2::9").0, of("2001:db8:1:3::9").0);
}

#[tokio::test(start_paused = true)]
async fn only_asking_keeps_a_connection_open() {
    let (asked, asking) = watch::channel(());
    let begun = tokio::time::Instant::now();
    let ended = tokio::spawn(silence(asking));
    tokio::time::sleep(HEAD / 2).await;
    asked.send_replace(());
    ended.await.unwrap();
    assert_eq!(begun.elapsed(), HEAD + HEAD / 2);
}

/// HTTP/2 as it is sent (RFC 9113).
mod frames {
    pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    pub(super) const HEADERS: u8 = 1;
    pub(super) const RST_STREAM: u8 = 3;
    pub(super) const SETTINGS: u8 = 4;
    pub(super) const GOAWAY: u8 = 7;
    pub(super) const END_OF_STREAM_AND_HEADERS: u8 = 5;
    pub(super) const CANCEL: &[u8] = &[0, 0, 0, 8];
    /// `GET https://x/`, from HPACK's table (RFC 7541).
    pub(super) const GET: &[u8] = &[0x82, 0x87, 0x84, 0x41, 1, b'x'];

    pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
    }
}

/// What becomes of a last request, when so many before it were sent and abandoned in one packet: the kind of its
/// frame.
async fn asked_after_abandoning(requests: u32) -> u8 {
    use frames::{
        CANCEL, END_OF_STREAM_AND_HEADERS, GET, GOAWAY, HEADERS, PREFACE, RST_STREAM, SETTINGS, frame,
    };
    let (mut browser, ours) = tokio::io::duplex(1 << 20);
    let mut sent = [PREFACE, &frame(SETTINGS, 0, 0, &[])].concat();
    for stream in (0..requests).map(|nth| 2 * nth + 1) {
        sent.extend(frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, GET));
        sent.extend(frame(RST_STREAM, 0, stream, CANCEL));
    }
    let last = 2 * requests + 1;
    sent.extend(frame(HEADERS, END_OF_STREAM_AND_HEADERS, last, GET));
    browser.write_all(&sent).await.unwrap();
    let router = Router::new().route("/", axum::routing::get(async || "here"));
    let peer = Peer { address: ([127, 0, 0, 1], 1).into(), scheme: Scheme::Https };
    let served = tokio::spawn(speak_http2(ours, peer, router, Shutdown::default()));
    let kind = loop {
        let mut head = [0; 9];
        browser.read_exact(&mut head).await.unwrap();
        let [a, b, c, kind, _, stream @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        browser.read_exact(&mut vec![0; length]).await.unwrap();
        if kind == GOAWAY || u32::from_be_bytes(stream) == last {
            break kind;
        }
    };
    drop(browser);
    served.await.unwrap();
    kind
}

#[tokio::test]
async fn who_leaves_a_page_that_is_loading_keeps_the_connection() {
    assert_eq!(asked_after_abandoning(STREAMS).await, frames::HEADERS);
}

#[tokio::test]
async fn who_abandons_without_end_loses_the_connection() {
    assert_eq!(asked_after_abandoning(4 * STREAMS).await, frames::GOAWAY);
}

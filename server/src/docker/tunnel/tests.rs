use tokio::{io::duplex, time::Instant};

use super::*;

#[tokio::test(start_paused = true)]
async fn whoever_takes_nothing_in_is_let_go() {
    let (mut client, unread) = duplex(BUFFER);
    let begun = Instant::now();
    let told = tell(&[7; 4 * BUFFER][..], &mut client).await;
    assert_eq!(told.unwrap_err().kind(), io::ErrorKind::TimedOut);
    assert_eq!(begun.elapsed().as_secs(), STALLED.as_secs());
    drop(unread);
}

#[tokio::test(start_paused = true)]
async fn a_slow_one_gets_all() {
    let (mut client, mut reading) = duplex(BUFFER);
    let telling = tokio::spawn(async move { tell(&[7; 4 * BUFFER][..], &mut client).await });
    let mut got = 0;
    let mut piece = vec![0; BUFFER];
    loop {
        tokio::time::sleep(STALLED - Duration::from_secs(1)).await;
        match reading.read(&mut piece).await.unwrap() {
            0 => break,
            read => got += read,
        }
    }
    assert_eq!(got, 4 * BUFFER);
    telling.await.unwrap().unwrap();
}

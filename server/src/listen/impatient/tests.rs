use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, duplex},
    time::{Instant, timeout},
};

use super::*;

#[tokio::test(start_paused = true)]
async fn who_takes_nothing_in_is_given_up() {
    let (ours, _theirs) = duplex(16);
    let begun = Instant::now();
    let error = Impatient::new(ours).write_all(&[7; 64]).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!(begun.elapsed(), PATIENCE);
}

#[tokio::test(start_paused = true)]
async fn who_is_slow_is_served() {
    let (ours, mut theirs) = duplex(16);
    let reading = tokio::spawn(async move {
        let mut read = [0; 16];
        for _ in 0..4 {
            sleep(PATIENCE - Duration::from_secs(1)).await;
            theirs.read_exact(&mut read).await.unwrap();
        }
    });
    Impatient::new(ours).write_all(&[7; 64]).await.unwrap();
    reading.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn silence_alone_is_none_of_its_business() {
    let (ours, _theirs) = duplex(16);
    let mut ours = Impatient::new(ours);
    timeout(PATIENCE * 9, ours.read_u8()).await.unwrap_err();
    ours.write_all(&[7; 16]).await.unwrap();
}

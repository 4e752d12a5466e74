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

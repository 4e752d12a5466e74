use super::*;

#[test]
fn the_doctor_is_told_where_the_engine_is() {
    let words =
        ["--listen", "127.0.0.1:0", "--config", "own.toml", "--allow-insecure-tcp", "--config=other.toml"];
    let wish = Wish::read(&words.map(String::from)).unwrap();
    assert_eq!(wish.of_the_engine(), ["--config", "own.toml", "--allow-insecure-tcp", "--config=other.toml"]);
}

use super::*;

#[test]
fn waiting_doubles_up_to_a_bound_and_ends() {
    let wait = |failures| left_to_wait(failures, 1000, 5, 1000);
    assert_eq!([0, 4, 5, 6, 7, 10].map(wait), [0, 0, 1, 2, 4, 32]);
    assert_eq!([14, 15, 40, 70, u32::MAX].map(wait), [512, LONGEST, LONGEST, LONGEST, LONGEST]);
    assert_eq!(left_to_wait(7, 1000, 5, 1003), 1);
    assert_eq!(left_to_wait(7, 1000, 5, 1004), 0);
    assert_eq!(left_to_wait(7, 9000, 5, 1000), 4, "the clock was set back");
}

#[test]
fn one_prefix_for_a_whole_network() {
    let prefix = |text: &str| AddressPrefix::from(text.parse::<IpAddr>().unwrap());
    assert_eq!(prefix("192.0.2.1"), prefix("192.0.2.254"));
    assert_ne!(prefix("192.0.2.1"), prefix("192.0.3.1"));
    assert_eq!(prefix("192.0.2.1"), prefix("::ffff:192.0.2.9"));
    assert_eq!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:2:ffff::1"));
    assert_ne!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:3::1"));
}

#[test]
fn tidying_up_leaves_the_counts_of_many_failures() {
    let mut database = rusqlite::Connection::open_in_memory().unwrap();
    database
        .execute_batch(
            "CREATE TABLE throttle (key BLOB PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL);
             WITH RECURSIVE made_up (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM made_up WHERE number < 50200)
             INSERT INTO throttle SELECT number, 1, 1000 + number % 60 FROM made_up;
             INSERT INTO throttle VALUES ('guessed at', 12, 900);",
        )
        .unwrap();
    let tx = database.transaction().unwrap();
    tidy_up(&tx).unwrap();
    let left = "SELECT count(*), max(failures) FROM throttle";
    let left: (i64, u32) = tx.query_row(left, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(left, (ROWS, 12));
}

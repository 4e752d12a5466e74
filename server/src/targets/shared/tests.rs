use super::*;

fn user(is_root: bool, volumes: &[(&str, bool)]) -> User {
    User { is_root, volumes: volumes.iter().map(|(name, writes)| ((*name).to_owned(), *writes)).collect() }
}

fn leading(users: &[User]) -> Vec<&str> {
    leading_to_root(users.iter()).into_iter().collect()
}

#[test]
fn what_a_root_one_uses_leads_to_it_however_it_is_mounted() {
    assert_eq!(leading(&[user(true, &[("rules", false), ("data", true)])]), ["data", "rules"]);
    assert_eq!(leading(&[user(false, &[("data", true)])]), [""; 0]);
}

#[test]
fn so_does_what_is_read_by_whoever_writes_there_and_no_further_where_nobody_writes() {
    let chain = [
        user(false, &[("source", true), ("code", true)]),
        user(false, &[("code", false), ("rules", true)]),
        user(true, &[("rules", false)]),
    ];
    assert_eq!(leading(&chain), ["code", "rules", "source"]);
    let reads =
        [user(false, &[("certificates", false), ("data", true)]), user(true, &[("certificates", true)])];
    assert_eq!(leading(&reads), ["certificates"]);
}

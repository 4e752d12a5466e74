use super::*;

#[test]
fn only_paths_of_this_server_are_come_back_to() {
    for local in ["/", "/containers", "/containers/web?tab=logs", "/images?q=a%20b"] {
        assert_eq!(local_path(local), local);
    }
    for foreign in [
        "",
        "containers",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\\b",
        "/a b",
        "/\t/x",
        "/login",
        "/é",
    ] {
        assert_eq!(local_path(foreign), "/", "{foreign}");
    }
}

#[test]
fn the_wanted_address_survives_the_login() {
    assert_eq!(address(&"/".parse().unwrap()), "/login");
    assert_eq!(
        address(&"/containers?state=running&q=a%26b".parse().unwrap()),
        "/login?next=/containers%3Fstate%3Drunning%26q%3Da%2526b"
    );
}

use std::path::Path;

use super::socket::{Database, Place, fix};
use super::*;

fn account(id: u32, name: &str) -> Account {
    Account { id, name: Some(name.to_owned()) }
}

#[test]
fn the_fix_fits_the_place() {
    let path = Path::new("/var/run/docker.sock");
    let (anna, docker, root) = (account(1000, "anna"), account(998, "docker"), account(0, "root"));
    let nameless = Account { id: 998, name: None };
    let here = Place { in_container: false, is_member: false };
    let inside = Place { in_container: true, ..here };
    let member = Place { is_member: true, ..here };
    for (group, mode, place, expected) in [
        (&docker, 0o660, here, "sudo usermod -aG docker anna (then log in again)"),
        (&docker, 0o660, member, "newgrp docker (or log in again)"),
        (&docker, 0o660, inside, "docker run --group-add 998 …"),
        (&nameless, 0o660, inside, "docker run --group-add 998 …"),
        (&docker, 0o600, here, "sudo setfacl -m u:anna:rw /var/run/docker.sock"),
        (&root, 0o660, here, "sudo setfacl -m u:anna:rw /var/run/docker.sock"),
        (&root, 0o660, inside, "docker run --user 0 …"),
    ] {
        assert_eq!(fix(path, &anna, group, mode, place), expected);
    }
}

#[test]
fn names_are_those_of_the_system() {
    let users =
        Database("root:x:0:0:root:/root:/bin/bash\nbroken\nanna:x:1000:1000::/home/anna:/bin/sh\n".into());
    assert_eq!(users.name(1000).as_deref(), Some("anna"));
    assert_eq!(users.name(1), None);
    let groups = Database("root:x:0:\ndocker:x:998:bert,anna\n".into());
    assert!(groups.has_member(998, &account(1000, "anna")));
    assert!(!groups.has_member(998, &account(1001, "ann")));
    assert!(!groups.has_member(0, &Account { id: 5, name: None }));
}

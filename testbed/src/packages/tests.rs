use std::fs;

use super::{is_there, lead_to_busybox, mirror_in};

#[test]
fn a_program_and_a_library_are_found_or_missed() {
    assert!(is_there("sh") && is_there("libc.so.6"));
    assert!(!is_there("no-such-program") && !is_there("libc.so.5") && !is_there("libno-such.so.6"));
}

#[test]
fn the_mirror_is_found_in_both_formats() {
    let list = "# deb http://old.example/debian sid main\n\
                deb http://security.example/debian-security bookworm-security main\n\
                deb [arch=amd64] https://mirror.example/debian/ bookworm main\n";
    assert_eq!(mirror_in(list).as_deref(), Some("https://mirror.example/debian/"));
    let deb822 = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n";
    assert_eq!(mirror_in(deb822).as_deref(), Some("http://mirror.example/debian"));
    assert_eq!(mirror_in("deb http://mirror.example/ubuntu noble main\n"), None);
}

#[test]
fn busybox_is_found_where_newer_distributions_have_it() {
    let tree = std::env::temp_dir().join(format!("tree-{}", std::process::id()));
    fs::create_dir_all(tree.join("usr/bin")).unwrap();
    fs::write(tree.join("usr/bin/busybox"), "it").unwrap();
    lead_to_busybox(&tree).unwrap();
    lead_to_busybox(&tree).unwrap();
    assert_eq!(fs::read_to_string(tree.join("bin/busybox")).unwrap(), "it");
    fs::remove_dir_all(&tree).unwrap();
}

use super::{is_there, mirror_in};

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

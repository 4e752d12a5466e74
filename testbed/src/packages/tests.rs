use super::mirror_in;

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

use super::*;

#[test]
fn names() {
    for name in ["web", "web-1", "shop_db.2", "0a", "abcdef12345", "abcdef12345g", &"x".repeat(128)] {
        assert!(is_name(name) && is_new_name(name), "{name}");
    }
    for name in [
        "",
        "a",
        "-a",
        "_a",
        ".a",
        "a b",
        "a/b",
        "/web",
        "a:b",
        "ä1",
        "a\n",
        "json",
        "create",
        "prune",
        &"a".repeat(129),
    ] {
        assert!(!is_name(name), "{name}");
    }
    for name in ["abcdef123456", "ABCDEF123456", &"ab".repeat(32)] {
        assert!(is_name(name) && !is_new_name(name), "{name}");
    }
}

#[test]
fn platforms() {
    let limits = Limits::default();
    for (platform, expected) in [
        ("", true),
        ("linux/amd64", true),
        ("linux/riscv64", false),
        ("windows/amd64", false),
        ("linux", false),
    ] {
        assert_eq!(may_be_platform(platform, &limits), expected, "{platform}");
    }
}

#[test]
fn signals() {
    for (text, expected) in [
        ("", Some("")),
        ("KILL", Some("SIGKILL")),
        ("SIGTERM", Some("SIGTERM")),
        ("9", Some("SIGKILL")),
        ("64", None),
        ("kill", None),
        ("SIGSEGV", None),
        ("KILL\n", None),
    ] {
        assert_eq!(signal(text).as_deref(), expected, "{text:?}");
    }
    for text in ["SIGTERM", "TERM", "15", "64", "SIGRTMIN+3", "RTMAX-1", "RTMIN"] {
        assert!(is_stop_signal(text), "{text}");
    }
    for text in ["", "0", "65", "-9", "term", "SIGSIGTERM", "RTMIN+99", "SIGNOPE", "TERM "] {
        assert!(!is_stop_signal(text), "{text}");
    }
}

#[test]
fn numbers() {
    let limits = Limits::default();
    for (text, expected) in [
        ("0", Some(0)),
        ("10", Some(10)),
        ("-1", Some(300)),
        ("100000", Some(300)),
        ("", None),
        ("1s", None),
        ("1e3", None),
    ] {
        assert_eq!(seconds(text, &limits), expected, "{text:?}");
    }
    for (text, expected) in [
        ("24", Some(24)),
        ("0", Some(1)),
        ("70000", Some(1000)),
        ("-1", None),
        ("", None),
        ("99999999999", None),
    ] {
        assert_eq!(console_side(text), expected, "{text:?}");
    }
}

use super::*;

#[test]
fn an_event_is_one_line() {
    let line = |event: &str| String::from_utf8(one_line(event.as_bytes()).into_owned()).unwrap();
    assert_eq!(
        line("WARN boom\n2026 INFO all is well\r\n\u{8}x\n"),
        "WARN boom\\n2026 INFO all is well\\r\\n\\x08x\n"
    );
    for plain in ["INFO ending\n", "\u{1b}[33m WARN\u{1b}[0m b\u{f6}se\t\u{2713}\n", "", "\n"] {
        assert_eq!(line(plain), plain);
    }
}

use super::*;

#[test]
fn a_moment_is_written_in_utc() {
    assert_eq!(iso(0), "1970-01-01T00:00:00Z");
    assert_eq!(iso(951_782_399), "2000-02-28T23:59:59Z");
    assert_eq!(iso(951_782_400), "2000-02-29T00:00:00Z");
    assert_eq!(iso(1_795_219_200), "2026-11-21T00:00:00Z");
}

#[test]
fn spans() {
    assert_eq!(parse_span("1d").unwrap().as_secs(), 86_400);
    assert_eq!(parse_span("90m").unwrap().as_secs(), 5400);
    for wrong in ["", "d", "1", "1y", "-1d", "0s", "1.5h", "99999999999999999999d", "4000d", "1ä"] {
        parse_span(wrong).unwrap_err();
    }
}

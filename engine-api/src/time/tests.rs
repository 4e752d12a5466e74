use proptest::prelude::*;

use super::*;

fn check(text: &str, expected: Option<i64>) {
    assert_eq!(text.parse().ok(), expected.map(Time), "{text}");
}

#[test]
fn times_are_read() {
    check("1970-01-01T00:00:00Z", Some(0));
    check("2026-11-21T01:39:06.283699612Z", Some(1_795_225_146));
    check("2026-11-21T02:39:06.2+01:00", Some(1_795_225_146));
    check("2026-11-20T20:09:06-05:30", Some(1_795_225_146));
    check("2024-02-29T00:00:00Z", Some(1_709_164_800));
    check("0001-01-01T00:00:00Z", Some(-62_135_596_800));
    check("9999-12-31T23:59:59Z", Some(253_402_300_799));
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "now",
        "2026-11-21",
        "2026-11-21T01:39:06",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T01:39:06.Z",
        "2026-11-21T01:39:06Zx",
        "2026-11-21T01:39:06+0100",
        "+026-11-21T01:39:06Z",
        "2026-11-21T01:39:é6Z",
        "2026-11-00T00:00:00Z",
    ] {
        check(text, None);
    }
}

#[test]
fn go_writes_its_zero_for_never() {
    #[derive(Deserialize)]
    struct Row(#[serde(deserialize_with = "optional")] Option<Time>);

    for text in [r#""0001-01-01T00:00:00Z""#, r#""""#, "null", r#""soon""#] {
        assert_eq!(serde_json::from_str::<Row>(text).unwrap().0, None, "{text}");
    }
    assert_eq!(serde_json::from_str::<Row>(r#""1970-01-01T00:00:01Z""#).unwrap().0, Some(Time(1)));
}

proptest! {
    #[test]
    fn every_second_is_read_as_it_was_written(seconds in -62_135_596_800i64..253_402_300_800) {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // The year and the day in it by counting, where the parser computes.
        let (mut year, mut day) = (1970, days);
        let length = |year: i64| (1..=12).map(|month| days_in(year, month)).sum::<i64>();
        while day < 0 {
            year -= 1;
            day += length(year);
        }
        while day >= length(year) {
            day -= length(year);
            year += 1;
        }
        let mut month = 1;
        while day >= days_in(year, month) {
            day -= days_in(year, month);
            month += 1;
        }
        let text = format!("{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}Z", day + 1, rest / 3600, rest / 60 % 60, rest % 60);
        prop_assert_eq!(text.parse(), Ok(Time(seconds)), "{}", text);
    }

    #[test]
    fn any_text_is_a_time_or_not(text in "\\PC{0,30}") {
        let _ = text.parse::<Time>();
    }
}

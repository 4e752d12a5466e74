use super::*;

#[test]
fn sizes_have_three_digits_at_most() {
    for (bytes, text) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (1_250, "1.2 kB"),
        (12_345_678, "12.3 MB"),
        (123_456_789, "123 MB"),
        (u64::MAX, "18.4 EB"),
    ] {
        assert_eq!(size(bytes), text);
    }
}

#[test]
fn memory_counts_in_powers_of_1024() {
    assert_eq!(memory(512 << 20), "512 MiB");
    assert_eq!(memory(1536 << 20), "1.5 GiB");
}

#[test]
fn spans_take_dockers_steps() {
    for (seconds, expected) in [
        (-5, (0, Unit::Second)),
        (59, (59, Unit::Second)),
        (60, (1, Unit::Minute)),
        (3_599, (59, Unit::Minute)),
        (3_600, (1, Unit::Hour)),
        (47 * 3_600, (47, Unit::Hour)),
        (48 * 3_600, (2, Unit::Day)),
        (13 * 86_400, (13, Unit::Day)),
        (21 * 86_400, (3, Unit::Week)),
        (90 * 86_400, (3, Unit::Month)),
        (800 * 86_400, (2, Unit::Year)),
    ] {
        assert_eq!(span(seconds), expected, "{seconds} s");
    }
}

#[test]
fn ages_are_written_out() {
    assert_eq!(ago(Time(1), Time(1)), "just now");
    assert_eq!(ago(Time(2), Time(1)), "just now");
    assert_eq!(ago(Time(0), Time(1)), "1 second ago");
    assert_eq!(ago(Time(0), Time(180)), "3 minutes ago");
}

#[test]
fn thousands_are_marked() {
    assert_eq!(number(7), "7");
    assert_eq!(number(999), "999");
    assert_eq!(number(10_000), "10,000");
    assert_eq!(number(1_234_567), "1,234,567");
}

#[test]
fn processors_have_two_digits_after_the_point() {
    assert_eq!(cpus(1_500_000_000), "1.5");
    assert_eq!(cpus(50_000_000), "0.05");
    assert_eq!(cpus(2_000_000_000), "2");
}

#[test]
fn moments_for_machines() {
    for (seconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_709_210_096, "2024-02-29T12:34:56Z"),
        (1_735_689_599, "2024-12-31T23:59:59Z"),
        (-1, "1969-12-31T23:59:59Z"),
    ] {
        assert_eq!(iso(Time(seconds)), text);
    }
}

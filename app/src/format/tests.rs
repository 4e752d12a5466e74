use proptest::prelude::*;

use super::*;

#[test]
fn sizes_have_three_digits_at_most() {
    for (bytes, text) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (1_250, "1.3 kB"),
        (1_980_000, "2 MB"),
        (99_940, "99.9 kB"),
        (99_950, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
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

proptest! {
    #[test]
    fn sizes_are_the_nearest_that_their_digits_can_say(power in 0u32..64, part in any::<u64>()) {
        let bytes = part >> power;
        for (text, base) in [(size(bytes), 1000.0), (memory(bytes), 1024.0)] {
            let (digits, unit) = text.split_once(' ').unwrap();
            let power = "BKMGTPE".find(unit.to_uppercase().chars().next().unwrap()).unwrap();
            let one = f64::powi(base, i32::try_from(power).unwrap());
            let shown: f64 = digits.parse().unwrap();
            prop_assert!((0.0..base).contains(&shown), "{bytes}: {text}");
            let step = if shown < 100.0 { one / 10.0 } else { one };
            #[expect(clippy::cast_precision_loss, reason = "it is compared with a rounded one")]
            let off = (shown * one - bytes as f64).abs();
            prop_assert!(off <= step * 0.501, "{bytes}: {text}");
        }
    }
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

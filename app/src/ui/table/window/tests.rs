use super::*;
use proptest::prelude::*;

#[test]
fn at_the_top_the_first_rows_are_drawn() {
    assert_eq!(within(100.0, 40.0, 800.0).of(10_000), Span { first: 0, last: 21 });
}

#[test]
fn in_the_middle_only_those_in_view() {
    assert_eq!(within(-40_000.0, 40.0, 800.0).of(10_000), Span { first: 992, last: 1_028 });
}

#[test]
fn a_list_that_shrank_below_the_scrolled_place_draws_nothing_beyond_its_end() {
    assert_eq!(within(-40_000.0, 40.0, 800.0).of(3), Span { first: 3, last: 3 });
    assert_eq!(within(0.0, 40.0, 800.0).of(0), Span { first: 0, last: 0 });
}

proptest! {
    #[test]
    fn every_row_on_the_screen_is_drawn(top in -500_000.0..1_000.0f64, screen in 1.0..3_000.0f64, count in 0usize..12_000) {
        let span = within(top, 40.0, screen).of(count);
        prop_assert!(span.first <= span.last && span.last <= count);
        prop_assert!(span.last - span.first <= 100);
        for row in 0..count {
            let y = top + row as f64 * 40.0;
            if y + 40.0 > 0.0 && y < screen {
                prop_assert!((span.first..span.last).contains(&row), "row {} at {}", row, y);
            }
        }
    }
}

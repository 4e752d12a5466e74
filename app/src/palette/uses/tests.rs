use super::*;

fn used(times: &[(&str, u32)]) -> Uses {
    let mut uses = Uses::default();
    for (key, day) in times {
        uses.note(key, *day);
    }
    uses
}

#[test]
fn what_is_used_more_often_weighs_more() {
    let uses = used(&[("often", 100), ("often", 100), ("often", 101), ("once", 101)]);
    assert!(uses.bonus("often", 101) > uses.bonus("once", 101));
    assert!(uses.bonus("once", 101) > uses.bonus("never", 101));
    assert_eq!(uses.bonus("never", 101), 0);
}

#[test]
fn what_was_long_ago_weighs_less_and_nothing_in_the_end() {
    let uses = used(&[("once", 100)]);
    assert!(uses.bonus("once", 100) > uses.bonus("once", 100 + HALF));
    assert_eq!(uses.bonus("once", 100 + 20 * HALF), 0);
    assert_eq!(uses.bonus("once", 100_000), 0);
}

#[test]
fn what_is_written_is_read_again() {
    let uses = used(&[("container web 1", 100), ("page /images", 101)]);
    assert_eq!(Uses::parse(&uses.print()), uses);
    assert_eq!(Uses::parse(""), Uses::default());
    assert_eq!(Uses::parse("nonsense\n1\n1 x y\n-1 2 z"), Uses::default());
}

#[test]
fn only_the_heaviest_are_remembered() {
    let mut uses = used(&[("dear", 1), ("dear", 1)]);
    for number in 0..500 {
        uses.note(&format!("passing {number}"), 1);
    }
    assert_eq!(uses.0.len(), MOST);
    assert!(uses.bonus("dear", 1) > 0);
    assert!(uses.bonus("passing 499", 1) > 0);
}

#[test]
fn a_name_with_a_line_break_is_not_remembered() {
    assert_eq!(used(&[("a\n1 999 b", 1)]), Uses::default());
}

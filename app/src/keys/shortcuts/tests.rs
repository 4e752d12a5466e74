use std::collections::HashSet;

use super::*;

fn all() -> impl Iterator<Item = &'static Shortcut> {
    ALL.iter().flat_map(|(_, shortcuts)| shortcuts.iter()).filter(is_heard)
}

#[test]
fn no_keys_stand_there_twice_and_none_begin_with_what_does_something_alone() {
    let mut seen = HashSet::new();
    for shortcut in all() {
        assert!(seen.insert(shortcut.keys), "{:?}", shortcut.keys);
        if let [first, _] = shortcut.keys {
            assert!(!all().any(|other| other.keys == [*first]), "{first}");
        }
    }
}

#[test]
fn each_is_found_by_its_keys() {
    for shortcut in all() {
        let found = match shortcut.keys {
            ["Shift+g"] => meaning(None, "G"),
            [only] => meaning(None, only),
            [first, second] => {
                assert!(matches!(meaning(None, first), Meaning::Begins));
                meaning(Some(first), second)
            }
            other => panic!("{other:?}"),
        };
        assert!(matches!(found, Meaning::Does(_)), "{:?}", shortcut.keys);
    }
}

#[test]
fn a_digit_is_a_tab_but_for_zero() {
    assert!(matches!(meaning(None, "3"), Meaning::Does(Does::Tab)));
    assert!(matches!(meaning(None, "0"), Meaning::Nothing));
}

#[test]
fn what_follows_nothing_that_fits_counts_alone() {
    assert!(matches!(meaning(Some("g"), "?"), Meaning::Does(Does::Help)));
    assert!(matches!(meaning(Some("."), "g"), Meaning::Begins));
    assert!(matches!(meaning(None, "x"), Meaning::Nothing));
}
